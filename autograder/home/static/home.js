// While a form is on its way: say so, and take no second click.
document.addEventListener("submit", function (event) {
  var form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  var button = form.querySelector("button");
  if (button) { button.textContent = form.dataset.busy || "잠깐만요…"; button.setAttribute("aria-disabled", "true"); }
  document.body.classList.add("busy");
});
// Coming back by the browser's own button must find working buttons.
window.addEventListener("pageshow", function (event) {
  if (event.persisted) { window.location.reload(); }
});
