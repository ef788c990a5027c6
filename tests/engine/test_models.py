"""A fitted model answers the judge as it answers in the learner's own kernel."""

import json

import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading import run_notebook

DATA = """
import functools
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from sklearn.base import clone, is_classifier
from sklearn.compose import TransformedTargetRegressor, make_column_transformer
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LinearRegression, LogisticRegression, PoissonRegressor, Ridge
from sklearn.mixture import GaussianMixture
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils.validation import check_is_fitted

rng = np.random.RandomState(0)
x = pd.DataFrame(rng.rand(40, 2), columns=["a", "b"]).assign(c=["x", "y"] * 20)
n = x[["a", "b"]]
y = x["a"] * 3 + 1
k = np.where(y > y.mean(), "많음", "적음")
"""
MODELS = """
columns = make_column_transformer((OneHotEncoder(), ["c"]), (StandardScaler(), ["a", "b"]))
tree = RandomForestClassifier(3, random_state=0).fit(n, k)
grid = {"logisticregression__C": [0.1, 1]}
models = {
    "pipeline": make_pipeline(columns, LogisticRegression()).fit(x, k),
    "pipeline of a regression": make_pipeline(columns, Ridge()).fit(x, y),
    "pipeline of groups": make_pipeline(StandardScaler(), KMeans(2, random_state=0)).fit(n),
    "search": GridSearchCV(make_pipeline(columns, LogisticRegression()), grid, cv=2).fit(x, k),
    "search by name": GridSearchCV(Ridge(), {"alpha": [1, 2]}, cv=2,
                                   scoring="neg_mean_absolute_error").fit(n, y),
    "other target": TransformedTargetRegressor(LinearRegression(), func=np.log1p,
                                               inverse_func=np.expm1).fit(n, y),
    "counts": PoissonRegressor().fit(n, y),
    "mixture": GaussianMixture(2, random_state=0).fit(n),
    "forest": tree,
}
figure, axes = plt.subplots()
bars = axes.bar(["가", "나"], [1, 2], label="수")
axes.set(title="제목", xlabel="월", ylabel="건")
axes.legend()
flowers = load_iris()
lists = pd.Series([["a", "b"], ["c", "d"]])
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x): return self.n + x
functions = {
    "lambda": lambda x: x + 1, "partly given": functools.partial(pow, 2),
    "with a memory": functools.lru_cache(lambda x: x * 2), "object": Adder(3),
    "method": Adder(3).__call__, "numpy": np.mean, "each": np.vectorize(abs), "built in": abs,
}
"""
TEST = """
import json
def told(question):
    try:
        value = question()
        return value if isinstance(value, (str, bool, type(None))) else np.round(value, 6).tolist()
    except Exception as error:
        return next(k.__name__ for k in type(error).__mro__ if k.__module__ == "builtins")
def about(m):
    given, wanted = (x if m.n_features_in_ == 3 else n), (k if is_classifier(m) else y)
    return [told(question) for question in (
        lambda: m.score(given, wanted), lambda: check_is_fitted(m), lambda: bool(m),
        lambda: len(m), lambda: m[-1].__class__.__name__, lambda: len(m.steps),
        lambda: list(m.named_steps)[-1], lambda: m.get_params()["alpha"], lambda: m.n_clusters,
        lambda: sorted(m.best_params_), lambda: m.best_score_, lambda: hasattr(m, "items"),
        lambda: hasattr(m, "predict_proba"), lambda: m.predict_proba(given),
        lambda: m.predict_proba.__name__, lambda: m.classes_[0],
        lambda: clone(m).fit(given, wanted).score(given, wanted),
    )]
said = {name: about(m) for name, m in models.items()}
said["figure"] = [told(question) for question in (
    lambda: axes.get_title(), lambda: axes.title.get_text(), lambda: axes.xaxis.label.get_text(),
    lambda: len(bars), lambda: [bar.get_height() for bar in bars], lambda: bars[1].get_width(),
    lambda: [bar.get_height() for bar in axes.patches], lambda: len(axes.containers),
    lambda: axes.spines["top"].get_visible(), lambda: figure.axes[0] is axes, lambda: bool(axes),
    lambda: [text.get_text() for text in axes.get_legend().get_texts()], lambda: len(axes),
)]
said["plain"] = [told(question) for question in (
    lambda: flowers.data.sum(), lambda: list(flowers.target_names), lambda: flowers["data"].shape,
    lambda: lists.map(len).sum(), lambda: lists.iloc[1][0],
)]
said["functions"] = {name: [told(lambda: f(4)), callable(f)] for name, f in functions.items()}
print(json.dumps(said))
"""


def test_models_and_figures_say_the_same_on_both_sides(warm):
    test = new_code_cell(DATA + TEST, id="test")
    test.metadata["nbgrader"] = {"grade": True, "grade_id": "test", "solution": False}
    answer = new_code_cell(DATA + MODELS)
    notebook = new_notebook(cells=[answer, new_code_cell(TEST), test])
    executed = run_notebook(notebook=notebook, files={}, engine=warm)
    shown = ["".join(o.get("text", "") for o in cell.outputs) for cell in executed.cells[1:]]
    own, judged = map(json.loads, shown)
    assert own["pipeline"][0] == pytest.approx(1.0, abs=0.2)
    for name, said in own.items():
        assert judged[name] == said, name
