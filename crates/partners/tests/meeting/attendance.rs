//! Who was present.

use super::*;

#[test]
fn who_was_present_is_recorded_once_the_meeting_has_begun() {
    let present = ["a", "b", "observer"];
    called().at(start()).by("a").when_knowing(members(), attend(present)).then(attended(present));
    let early = called().at(just_before(start())).by("a").when_knowing(members(), attend(present));
    early.then_rejected(Rejection::NotBegun { starts_at: start() });
    let off = called().and(cancelled()).at(start()).by("a").when_knowing(members(), attend(present));
    off.then_rejected(Rejection::Cancelled);
    nothing::<Meeting>().by("a").when_knowing(members(), attend(present)).then_rejected(Rejection::NotFound);
}

#[test]
fn those_present_belong_to_the_partnership_and_are_named_once() {
    let refused = |command: RecordAttendance, rejection: Rejection| {
        called().at(start()).by("a").when_knowing(members(), command).then_rejected(rejection);
    };
    refused(attend(["a", "stranger"]), Rejection::NotAMember { partner_id: "stranger".into() });
    refused(attend(["a", "b", "a"]), Invalid::new("present", "names a twice").into());
    let problem = "names nobody: a meeting that nobody came to was not held";
    refused(attend([]), Invalid::new("present", problem).into());
}

#[test]
fn the_order_of_those_present_says_nothing_a_correction_does() {
    held(["a", "b"]).by("b").when_knowing(members(), attend(["b", "a"])).then_nothing();
    let corrected = AttendanceRecorded { recorded_by: "b".into(), ..attended(["a", "c"]) };
    held(["a", "b"]).by("b").when_knowing(members(), attend(["c", "a"])).then(corrected);
}

#[test]
fn who_was_present_stands_while_the_minutes_rest_on_it() {
    let waits = told(["a", "b"]).by("b").when_knowing(members(), attend(["a", "c"]));
    waits.then_rejected(Rejection::MinutesWait);
    let agreed = told(["a", "b"]).and(approved(1, "b")).and(agreed(1, 1, 1, "")).by("b");
    agreed.when_knowing(members(), attend(["a", "c"])).then_rejected(Rejection::MinutesAgreed);
    let returned = told(["a", "b"]).and(given_back(1, "b", "c was there")).by("a");
    returned.when_knowing(members(), attend(["a", "b", "c"])).then(attended(["a", "b", "c"]));
}
