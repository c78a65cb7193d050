"""A small instance in the Curtois format, and line-ups for it as strings of types by day."""

from benchmarks.rosters.curtois_file import Instance, parse_instance
from benchmarks.rosters.curtois_score import Line

TEXT = """\
# a comment
SECTION_HORIZON
# The horizon length in days:
14

SECTION_SHIFTS
# ShiftID, Length in mins, Shifts which cannot follow this shift | separated
E,480,
L,600,E
N,720,E|L

SECTION_STAFF
A,E=14|L=2|N=0,3600,1440,4,2,2,1
B,E=14|L=14|N=14,7200,0,5,1,1,2

SECTION_DAYS_OFF
A,0,9

SECTION_SHIFT_ON_REQUESTS
A,1,E,3
B,2,L,2

SECTION_SHIFT_OFF_REQUESTS
B,4,N,5

SECTION_COVER
0,E,1,100,1
1,E,2,100,7
2,L,1,90,3
"""


def small_instance() -> Instance:
    return parse_instance("small", TEXT)


def line_of(written: str) -> Line:
    """Return the line of a string with a type for each day, - for a day off."""
    return {day: shift for day, shift in enumerate(written) if shift != "-"}
