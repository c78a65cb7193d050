"""Work ahead: how long an agent will still work in the shift and window under way."""

from bisect import bisect_right

from simulation.desk.duty import Duty


class WorkAhead:
    """Rostered working time still to come, by agent, from the segments of duty.

    Breaks do not count, nor does what lies behind the end of the quota's window; pauses do, as
    nobody sees them coming. Looked up anew whenever a working segment or a window begins, so
    that asking costs next to nothing.
    """

    __slots__ = ("duty", "later", "place", "until", "window_ends")

    def __init__(self, duty: Duty, window_ends: list[float]) -> None:
        """Start with nobody at work; ``window_ends`` are sorted, in seconds."""
        agents = len(duty.first) - 1
        self.duty = duty
        self.window_ends = window_ends
        self.place = [-1] * agents  # the working segment begun last
        self.until = [0.0] * agents  # its end as rostered, or that of the window
        self.later = [0.0] * agents  # seconds of work in the shift's later segments

    def begin(self, agent: int, place: int, now: float) -> None:
        """Note that an agent begins a working segment."""
        duty, closing = self.duty, self._window_end(now)
        self.place[agent] = place
        self.until[agent] = min(duty.ends[place], closing)
        later = 0.0
        for other in range(place + 1, duty.first[agent + 1]):
            if duty.shift[other] != duty.shift[place]:
                break
            if duty.is_work[other] or duty.is_pause[other]:
                later += max(min(duty.ends[other], closing) - duty.starts[other], 0.0)
        self.later[agent] = later

    def new_window(self, agent: int, now: float) -> None:
        """Note that a new window has begun for an agent, who may be at work."""
        if self.place[agent] >= 0:
            self.begin(agent, self.place[agent], now)

    def seconds(self, agent: int, now: float) -> float:
        """Return the seconds of work that an agent at work still has ahead."""
        return max(self.until[agent] - now, 0.0) + self.later[agent]

    def _window_end(self, now: float) -> float:
        # Behind the last end nothing comes any more, so there is nothing to count on.
        number = bisect_right(self.window_ends, now)
        return self.window_ends[number] if number < len(self.window_ends) else now
