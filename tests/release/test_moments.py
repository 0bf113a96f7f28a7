"""Moments: no delivery is received before one that came before it, whatever the clock says, and the newest of several is known."""

from qmon import reproduce
from tests.conftest import Office
from tests.once import once
from tests.release.ten_samples import SAMPLE

COUNTS = "SELECT n, n_fail FROM pass_rate WHERE indicator = 'food_pass_rate' AND grouping = 'total' AND period = '2025'"
STATED = "SELECT n_fail FROM revision WHERE indicator = 'food_pass_rate' AND grouping = 'total'"
OPEN = "SELECT finding_id FROM finding WHERE code = 'D02' AND finding_status = 'open' ORDER BY 1"


def deliver(office: Office, numbers: range, failing: tuple[int, ...] = (), name: str = "form.csv") -> None:
    verdicts = {n: "不合格" if n in failing else "合格" for n in numbers}
    office.form(*(SAMPLE.format(n=n, level="省抽", stage="流通", verdict=verdicts[n]) for n in numbers), name=name)


@once
def twelve(office: Office) -> None:
    """A list of twelve, released."""
    deliver(office, range(12))
    office.night()


@once
def half_a_list(office: Office) -> None:
    """The list of twelve, then five of them, which are held."""
    twelve(office)
    deliver(office, range(5))
    office.night(days=1)


def accept(office: Office, findings: list[tuple[object, ...]]) -> None:
    rows = "".join(f"{finding},采纳,核实,虚构人\n" for (finding,) in findings)
    office.deliver("decision/answers.csv", f"发现编号,处理决定,理由,决定人\n{rows}")


def test_of_two_nights_at_one_moment_the_second_corrects_the_first(office: Office) -> None:
    for number in range(4):
        deliver(office, range(3 * number, 3 * number + 3), name=f"{number}.csv")
    office.night()
    for number in range(4):
        deliver(office, range(3 * number, 3 * number + 3), failing=(3 * number,), name=f"{number}.csv")
    outcome = office.night()
    assert (outcome.exit_code, outcome.notes) == (0, [])
    assert office.ask(COUNTS) == [(12, 4)]
    assert reproduce.reproduce(office.settings, "latest").same


def test_a_clock_that_goes_back_is_said_and_undoes_nothing(office: Office) -> None:
    deliver(office, range(3))
    office.night()
    deliver(office, range(3), failing=(1,))
    assert [note["code"] for note in office.night(days=-2).notes] == ["N02"]
    assert office.ask(COUNTS) == [(3, 1)]
    assert office.ask("SELECT n_fail FROM revision WHERE indicator = 'food_pass_rate' AND grouping = 'total' ORDER BY stated_at")[-1] == (
        1,
    )
    office.night(days=3)
    assert office.ask(COUNTS) == [(3, 1)]


def test_of_two_held_issues_of_a_file_that_are_accepted_at_once_the_newer_one_counts(office: Office) -> None:
    """Which of the two has the smaller number is chance: hence three files."""
    for days, (some, failing) in enumerate(((range(12), ()), (range(5), ()), (range(3), (1, 2)))):
        for first, name in zip((0, 100, 200), "abc", strict=True):
            deliver(office, range(first, first + len(some)), tuple(first + n for n in failing), name=f"{name}.csv")
        office.night(days=min(days, 1))
    accept(office, office.ask(OPEN))
    office.night(days=1)
    assert office.ask(COUNTS) == [(36, 6)]


def test_an_issue_that_is_accepted_after_a_newer_one_counts_undoes_nothing(office: Office) -> None:
    half_a_list(office)
    late = office.ask(OPEN)
    assert len(late) == 1
    deliver(office, range(12), failing=(1, 2))
    office.night(days=1)
    assert office.ask(OPEN) == []  # nobody need answer it any more
    accept(office, late)
    office.night(days=1)
    assert office.ask(COUNTS) == [(12, 2)]


def test_half_a_list_is_held_however_often_it_comes(office: Office) -> None:
    twelve(office)
    for blank in range(2):
        office.form(*(SAMPLE.format(n=n, level="省抽", stage="流通", verdict="合格") for n in range(5)), *[""] * blank)
        (row,) = office.night(days=1).deliveries
        assert row["delivery_status"] == "held"
    office.form()
    assert office.night(days=1).deliveries[0]["delivery_status"] == "refused"
    deliver(office, range(5))
    assert office.night(days=1).deliveries[0]["delivery_status"] == "held"


def test_what_a_decision_accepted_is_what_later_issues_are_held_against(office: Office) -> None:
    half_a_list(office)
    accept(office, office.ask(OPEN))
    office.night(days=1)
    deliver(office, range(4))
    assert office.night(days=1).deliveries[0]["delivery_status"] == "accepted"
