/* Asks for a place again and again, and opens the unit when there is one. */
(function () {
  "use strict";
  var EVERY = 4000;
  var shown = document.getElementById("number"), stay = document.getElementById("stay");
  function words(number) {
    if (number === null) {
      return "기다리는 분이 아주 많아요. 10분쯤 뒤에 다시 와 주세요.";
    }
    return number === 1 ? "다음이 내 차례예요." : "내 앞에 " + (number - 1) + "명이 기다려요.";
  }
  function ask() {
    fetch(shown.dataset.line, { cache: "no-store" }).then(function (answer) {
      return answer.json();
    }).then(function (line) {
      if (line.number === 0) {
        window.location.reload();
        return;
      }
      if (shown.textContent.trim() !== words(line.number)) {
        shown.textContent = words(line.number);
      }
      stay.hidden = line.number === null;
      setTimeout(ask, EVERY);
    }).catch(function () { setTimeout(ask, EVERY); });
  }
  setTimeout(ask, EVERY);
})();
