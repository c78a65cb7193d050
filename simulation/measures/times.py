"""Times: how long customers waited for replies, by channel."""

from dataclasses import dataclass

import numpy as np

from simulation.measures.contacts import Contacts
from simulation.measures.estimates import quantiles
from simulation.measures.yardstick import Yardstick
from simulation.records import Bools, Floats, Ints

MEDIAN_AND_P90 = (0.5, 0.9)


@dataclass(frozen=True)
class TimeSums:
    """Quantiles and sums of times by channel, shape (channels,); NaN where nothing was answered."""

    frt_median_seconds: Floats  # first response time by the wall clock
    frt_p90_seconds: Floats
    frt_opening_median_seconds: Floats  # the same in opening hours
    frt_opening_p90_seconds: Floats
    responses: Ints  # replies to a message of the customer, in any stage
    response_seconds: Floats
    response_median_seconds: Floats
    response_p90_seconds: Floats
    public_response_median_seconds: float  # of all public channels together


def times_of(yardstick: Yardstick, contacts: Contacts) -> TimeSums:
    """Return the times of counted contacts.

    A first contact has its first response; every reply to a message of the customer has a
    response time: in stage 0 and in stages that the customer's think time comes before.
    """
    size = len(yardstick.public)
    first = contacts.first & contacts.responded
    replied = contacts.offered & contacts.answered & _answers_message(yardstick, contacts)
    wall = contacts.first_response - contacts.arrival
    response = contacts.reply - contacts.arrival
    frt, opening, responses = (np.full((2, size), np.nan) for _ in range(3))
    for number, clock in enumerate(yardstick.open_time):
        own = first & (contacts.channel == number)
        open_seconds = clock.between(contacts.arrival[own], contacts.first_response[own])
        frt[:, number] = quantiles(wall[own], MEDIAN_AND_P90)
        opening[:, number] = quantiles(open_seconds, MEDIAN_AND_P90)
        answers = response[replied & (contacts.channel == number)]
        responses[:, number] = quantiles(answers, MEDIAN_AND_P90)
    public = replied & yardstick.public[contacts.channel]
    channel = contacts.channel[replied]
    return TimeSums(
        frt_median_seconds=frt[0],
        frt_p90_seconds=frt[1],
        frt_opening_median_seconds=opening[0],
        frt_opening_p90_seconds=opening[1],
        responses=np.bincount(channel, minlength=size),
        response_seconds=np.bincount(channel, response[replied], minlength=size).astype(np.float64),
        response_median_seconds=responses[0],
        response_p90_seconds=responses[1],
        public_response_median_seconds=float(quantiles(response[public], (0.5,))[0]),
    )


def _answers_message(yardstick: Yardstick, contacts: Contacts) -> Bools:
    starts: Bools = yardstick.stages.answers_message[contacts.stage]
    return starts
