"""``score`` as scikit-learn defines it, from what a learner's model predicts.

What the model itself would answer is never asked; neither is a scorer of the learner's own.
"""

from typing import Any

from sklearn.base import ClassifierMixin, RegressorMixin
from sklearn.feature_selection import RFE, RFECV
from sklearn.linear_model import (
    GammaRegressor,
    LogisticRegressionCV,
    PoissonRegressor,
    RANSACRegressor,
    TweedieRegressor,
)
from sklearn.metrics import d2_tweedie_score, get_scorer
from sklearn.model_selection._search import BaseSearchCV
from sklearn.pipeline import Pipeline
from sklearn.semi_supervised import SelfTrainingClassifier

_DEEPEST = 20  # models within models


def score(model: Any, X: Any, y: Any = None, *args: Any, **kwargs: Any) -> float:
    """What ``model.score(X, y, …)`` is, the model being a proxy.

    Raises TypeError when that would be what a function of the learner's says.
    """
    inner = model
    for _ in range(_DEEPEST):
        scorer = _scorer(inner)
        if scorer is not None:
            return get_scorer(scorer)(model, X, y, *args, **kwargs)
        part = _part(inner)
        if part is None:
            break
        inner = part
    kind = inner.__class__
    if issubclass(kind, (PoissonRegressor, GammaRegressor, TweedieRegressor)):
        power = {PoissonRegressor: 1, GammaRegressor: 2}.get(kind) or inner.power
        return d2_tweedie_score(y, model.predict(X), *args, power=power, **kwargs)
    if inner is model:
        return kind.score(model, X, y, *args, **kwargs)
    for rule in (ClassifierMixin, RegressorMixin):
        if issubclass(kind, rule):
            return rule.score(model, X, y, *args, **kwargs)
    return inner.score(model[:-1].transform(X), y, *args, **kwargs)


def _part(model: Any) -> Any:
    """The model by whose kind ``model`` is scored, None when it is its own."""
    if isinstance(model, Pipeline):
        return model.steps[-1][1]
    if isinstance(model, BaseSearchCV):
        return model.best_estimator_
    if isinstance(model, (RFE, RANSACRegressor, SelfTrainingClassifier)):
        return model.estimator_
    return None


def _scorer(model: Any) -> str | None:
    """The name of the scorer that ``model`` was told to use, None for its kind's own."""
    if not isinstance(model, (BaseSearchCV, LogisticRegressionCV, RFECV)):
        return None
    scoring = model.scoring
    if scoring == "warn":  # not given: the kind's own
        return None
    if type(scoring) in (list, tuple, dict):  # several, one of which chose the best
        scoring = scoring[model.refit] if type(scoring) is dict else model.refit
    if scoring is None or type(scoring) is str:
        return scoring
    raise TypeError("a scorer of the learner's own is not asked")
