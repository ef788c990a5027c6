"""How much to have ready when demand is not known exactly: cost of left over and sold out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd


def mean_costs(
    *, demand: Sequence[float], orders: Sequence[float], left: float, short: float
) -> pd.DataFrame:
    """Mean cost of each order quantity over equally likely amounts of ``demand``.

    ``left`` is lost for every unit left over, ``short`` for every unit that was missing (won).
    Returns a table indexed by order with 남음, 모자람 and 합계 in won.
    """
    over = np.asarray(orders, dtype=float)[:, None] - np.asarray(demand, dtype=float)[None, :]
    table = pd.DataFrame(
        {
            "남음": left * over.clip(min=0).mean(axis=1),
            "모자람": short * (-over).clip(min=0).mean(axis=1),
        },
        index=pd.Index(orders, name="주문량"),
    )
    return table.assign(합계=table.sum(axis=1))


def share_to_cover(*, left: float, short: float) -> float:
    """The share of days that the cheapest order covers: short / (short + left).

    The critical fractile of the newsvendor problem (Arrow, Harris and Marschak, 1951).
    Raises ValueError when both costs are nothing.
    """
    if left + short <= 0:
        raise ValueError("남을 때와 모자랄 때의 비용 가운데 하나는 0보다 커야 해요.")
    return short / (short + left)


@dataclass(frozen=True, kw_only=True)
class WeekAhead:
    """Next week, day by day, and how far two ways of forecasting were off before.

    ``days``: index date, 요일, 예측, 낮게, 높게 (won; 80 of 100 days lie between the last two).
    ``off``: mean absolute error in won of 지난주 같은 요일 and 회귀 over ``tested`` days that the
    regression had not seen; ``better`` is the way with the smaller one, which made ``days``;
    ``errors`` are its actual minus forecast values on those days.
    """

    days: pd.DataFrame
    off: pd.Series
    better: str
    tested: int
    errors: np.ndarray


LAST_WEEK, REGRESSION = "지난주 같은 요일", "회귀"
_WEEKDAYS = "월화수목금토일"
_TEST_DAYS = 84  # at most twelve weeks are kept apart


def week_ahead(sales: pd.Series) -> WeekAhead:
    """Forecast the seven days after the last of ``sales``.

    ``sales``: won for every calendar day (no gaps in the index), missing where closed, at least
    twelve weeks. The regression knows weekday and the mean of four weeks up to a week before.
    Weekdays without sales in the last four weeks are left out as closed.

    Raises ValueError when too few days are open to keep some apart for testing.
    """
    from sklearn.linear_model import LinearRegression

    longer = sales.reindex(pd.date_range(sales.index[0], periods=len(sales) + 7))
    table = pd.get_dummies(longer.index.day_of_week, dtype=float).set_index(longer.index)
    table.columns = [_WEEKDAYS[day] for day in table.columns]
    table["최근 네 주"] = longer.shift(7).rolling(28, min_periods=8).mean()
    last_week = longer.shift(7)
    known = longer.notna() & last_week.notna() & table.notna().all(axis=1)
    days = longer.index[known]
    if len(days) < 40:
        raise ValueError(f"견줄 수 있는 날이 {len(days)}일뿐이에요. 40일은 있어야 해요.")
    tested = days[-min(_TEST_DAYS, len(days) // 2) :]
    learned = days.difference(tested)
    model = LinearRegression().fit(table.loc[learned].to_numpy(), longer[learned])
    said = {LAST_WEEK: last_week[tested], REGRESSION: model.predict(table.loc[tested].to_numpy())}
    errors = pd.DataFrame({name: longer[tested] - guess for name, guess in said.items()})
    off = errors.abs().mean()
    better = str(off.idxmin())
    coming = longer.index[-7:]
    open_days = set(sales.dropna().index[-28:].intersection(sales.index[-28:]).day_of_week)
    coming = coming[[day.day_of_week in open_days for day in coming]]
    model.fit(table.loc[days].to_numpy(), longer[days])
    guess = pd.Series(model.predict(table.loc[coming].to_numpy()), coming)
    if better == LAST_WEEK:
        guess = last_week[coming].fillna(guess)
    low, high = errors[better].quantile([0.1, 0.9])
    return WeekAhead(
        days=pd.DataFrame(
            {
                "요일": [_WEEKDAYS[day.day_of_week] for day in coming],
                "예측": guess,
                "낮게": (guess + low).clip(lower=0),
                "높게": guess + high,
            }
        ),
        off=off,
        better=better,
        tested=len(tested),
        errors=errors[better].to_numpy(),
    )
