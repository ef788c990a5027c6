"""A model that is taught with more and more examples and asked the same questions each time."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, clone


class Taught:
    """Answers of ``model`` to ``questions`` after so many examples; each count is learned once.

    ``examples`` and ``names`` are texts and their right names. They are shuffled by ``seed``
    once, so that 60 examples are the first half of 120.
    """

    def __init__(
        self,
        *,
        model: BaseEstimator,
        examples: pd.Series,
        names: pd.Series,
        questions: Sequence[str],
        seed: int = 0,
    ) -> None:
        order = np.random.default_rng(seed).permutation(len(examples))
        self._model = model
        self._examples = examples.to_numpy()[order]
        self._names = names.to_numpy()[order]
        self._questions = list(questions)
        self._kept: dict[int, list[str]] = {}

    def answers(self, *, examples: int) -> list[str]:
        """What the model says after ``examples`` examples.

        With a single name among the examples there is nothing to learn: it is the answer to all.
        Raises ValueError when there are not so many examples, or none are asked for.
        """
        if not 1 <= examples <= len(self._examples):
            raise ValueError(
                f"보기 수는 1건부터 {len(self._examples)}건 사이로 적어 주세요. ({examples}건)"
            )
        if examples not in self._kept:
            names = self._names[:examples]
            if len(set(names)) == 1:
                said = [names[0]] * len(self._questions)
            else:
                model = clone(self._model).fit(self._examples[:examples], names)
                said = list(model.predict(self._questions))
            self._kept[examples] = said
        return self._kept[examples]
