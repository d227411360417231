"""Tasks that are worth something only together: the lanes of one carriageway."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from fleet import Message, message
from optimizer.instance.fields import Axis, Group, Ints, column


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundles(Group):
    """Which tasks belong together: who begins one should finish all.

    A solution that does not is dirty water on a clean lane, but breaks no rule. Engines do not
    look at bundles; `optimizer.engines.whole_bundles` chooses beforehand which there is time for.

    Parameters
    ----------
    task_bundle
        A number that the tasks of a bundle have in common, -1 for a task by itself; shape (T,).
    """

    IS_PRICE: ClassVar[bool] = True
    MEANS: ClassVar[Message] = message("means.bundles", "carriageways are washed whole")
    REMEDY: ClassVar[Message] = message("way_out.bundles", "let their lanes be washed apart")

    task_bundle: Ints = column(Axis.TASK, neutral=-1)

    @property
    def counts(self) -> bool:
        """Whether any two tasks belong together."""
        of_bundle = self.task_bundle[self.task_bundle >= 0]
        return bool(len(np.unique(of_bundle)) < len(of_bundle))
