//! Closing at the deadline.

use super::*;

#[test]
fn it_stays_open_until_its_deadline() {
    let closes_at = deadline();
    five().by("a").at(just_before(closes_at)).when(close()).then_rejected(Rejection::StillOpen { closes_at });
}

#[test]
fn it_is_closed_once() {
    five().and(adopted(5, 0, "")).by_service("clock").at(deadline()).when(close()).then_nothing();
}

#[test]
fn what_was_never_opened_is_not_closed() {
    nothing::<Proposal>().by("a").when(close()).then_rejected(Rejection::NotFound);
    given::<Proposal, _>([refused()]).by("a").when(close()).then_rejected(Rejection::Refused);
}
