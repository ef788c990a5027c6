"""Parts that are answered by clicking alone, for learners who see no code.

Each part is one widget: one question a screen, large buttons with words on them, a way back and
undo, nothing timed, and every click kept at once in the answers file (``junggu.answers``) and
found again after a restart. Nothing here knows a single unit.

========================  ==================================  =================================
part                      what the learner does               what is kept under its name
========================  ==================================  =================================
``sort_cards``            sorts cards into named piles        ``{card id: pile}``
``pick_one``              picks one option of each question   ``{question id: option}``
``PickMany``              picks every option that fits        list of options
``PutInOrder``            puts steps in order                 list of step ids
``ThresholdBar``          moves the score that warns          the score, a whole number
``look_back``             sees an early guess again           nothing
``take_home_card``        prints a card                       nothing
========================  ==================================  =================================
"""

from junggu.clicks.choosing import PickMany
from junggu.clicks.looking_back import look_back
from junggu.clicks.marking import marked_paper
from junggu.clicks.ordering import PutInOrder, Step
from junggu.clicks.rounds import Card, Question, pick_one, sort_cards
from junggu.clicks.scoring import WordScores, learn_scores
from junggu.clicks.sheet import large_type, on_screen, take_home_card
from junggu.clicks.style import paper, paragraph
from junggu.clicks.threshold import Outcome, ThresholdBar, outcome

__all__ = [
    "Card",
    "Outcome",
    "PickMany",
    "PutInOrder",
    "Question",
    "Step",
    "ThresholdBar",
    "WordScores",
    "large_type",
    "learn_scores",
    "look_back",
    "marked_paper",
    "on_screen",
    "outcome",
    "paper",
    "paragraph",
    "pick_one",
    "sort_cards",
    "take_home_card",
]
