//! Minutes: recorded by one, approved or returned by the others that were present.

use super::*;

const SUMMARY: &str = "Seed is bought together";

#[test]
fn minutes_are_recorded_once_the_meeting_was_held() {
    held(["a", "b", "observer"]).by("a").when_knowing(key(), record(SUMMARY)).then(recorded(1, &["a", "b"]));
    called().by("a").when_knowing(key(), record(SUMMARY)).then_rejected(Rejection::NotBegun { starts_at: start() });
    called().at(start()).by("a").when_knowing(key(), record(SUMMARY)).then_rejected(Rejection::AttendanceMissing);
    called()
        .and(cancelled())
        .at(start())
        .by("a")
        .when_knowing(key(), record(SUMMARY))
        .then_rejected(Rejection::Cancelled);
    nothing::<Meeting>().by("a").when_knowing(key(), record(SUMMARY)).then_rejected(Rejection::NotFound);
}

#[test]
fn minutes_say_something_and_name_their_document_rightly() {
    held(["a", "b"])
        .by("a")
        .when_knowing(key(), record(" "))
        .then_rejected(Invalid::new("summary", "is missing").into());
    let document = Evidence {
        uri: "https://example.org/minutes.pdf".into(),
        sha256: "ab".repeat(32),
        size_bytes: 7,
        media_type: "application/pdf".into(),
    };
    let with = |document: &Evidence| RecordMinutes { document: Some(document.clone()), ..record(SUMMARY) };
    let event = MinutesRecorded { document: Some(document.clone()), ..recorded(1, &["a", "b"]) };
    held(["a", "b"]).by("a").when_knowing(key(), with(&document)).then(event);
    for sha256 in ["ab", &"AB".repeat(32), &"xy".repeat(32)] {
        let document = Evidence { sha256: sha256.to_owned(), ..document.clone() };
        let rejection = Invalid::new("document.sha256", "is not 64 hexadecimal digits in lower case").into();
        held(["a", "b"]).by("a").when_knowing(key(), with(&document)).then_rejected(rejection);
    }
}

#[test]
fn who_wrote_minutes_may_write_them_anew_until_they_are_agreed() {
    let present = ["a", "b", "c"];
    told(present).by("a").when_knowing(key(), record(SUMMARY)).then_nothing();
    let second = MinutesRecorded { sealed: sealed("a", "Seed is not"), ..recorded(2, &present) };
    told(present).by("a").when_knowing(key(), record("Seed is not")).then(second);
    told(present).by("b").when_knowing(key(), record(SUMMARY)).then_rejected(Rejection::MinutesWait);
    let agreed = told(present).and(approved(1, "b")).and(approved(1, "c")).and(agreed(1, 2, 2, ""));
    agreed.by("a").when_knowing(key(), record("Seed is not")).then_rejected(Rejection::MinutesAgreed);
}

#[test]
fn a_new_version_has_to_be_approved_anew() {
    let present = ["a", "b", "c"];
    let second = || told(present).and(approved(1, "b")).and(recorded(2, &present));
    second().by("b").when(approve(1)).then_rejected(Rejection::MinutesVersion { named: 1, current: 2 });
    second().by("b").when(approve(2)).then(approved(2, "b"));
}

#[test]
fn minutes_are_agreed_when_more_than_half_of_the_others_approve() {
    let agreed = |version, count, of, why: &str| agreed(version, count, of, why).into();
    let two = "agreed: 1 of 1 that were present and did not write them approved; 1 of 1 needed";
    told(["a", "b"]).by("b").when(approve(1)).then_all([approved(1, "b").into(), agreed(1, 1, 1, two)]);

    // Half of two is not more than half.
    let three = || told(["a", "b", "c"]);
    three().by("b").when(approve(1)).then(approved(1, "b"));
    let why = "agreed: 2 of 2 that were present and did not write them approved; 2 of 2 needed";
    let second = three().and(approved(1, "b")).by("c").when(approve(1));
    second.then_all([approved(1, "c").into(), agreed(1, 2, 2, why)]);

    let four = told(["a", "b", "c", "d"]).and(approved(1, "b")).by("d").when(approve(1));
    let why = "agreed: 2 of 3 that were present and did not write them approved; 2 of 3 needed";
    four.then_all([approved(1, "d").into(), agreed(1, 2, 3, why)]);
}

#[test]
fn observers_that_were_present_count_for_nothing() {
    let present = ["a", "auditor", "b", "observer"];
    told(present).by("observer").when(approve(1)).then_rejected(Rejection::NoVoice);
    told(present).by("auditor").when(give_back(1, "no")).then_rejected(Rejection::NoVoice);
    let why = "agreed: 1 of 1 that were present and did not write them approved; 1 of 1 needed";
    told(present).by("b").when(approve(1)).then_all([approved(1, "b").into(), agreed(1, 1, 1, why).into()]);
}

#[test]
fn an_approval_after_the_agreement_is_recorded_and_decides_nothing() {
    let agreed = || {
        let most = told(["a", "b", "c", "d"]).and(approved(1, "b")).and(approved(1, "c"));
        most.and(agreed(1, 2, 3, ""))
    };
    agreed().by("d").when(approve(1)).then(approved(1, "d"));
    agreed().by("b").when(approve(1)).then_nothing();
    agreed().by("d").when(give_back(1, "wrong")).then_rejected(Rejection::MinutesAgreed);
}

#[test]
fn nobody_approves_its_own_minutes_nor_those_of_a_meeting_it_missed() {
    told(["a", "b"]).by("a").when(approve(1)).then_rejected(Rejection::OwnMinutes);
    told(["a", "b"]).by("a").when(give_back(1, "no")).then_rejected(Rejection::OwnMinutes);
    told(["a", "b"]).by("c").when(approve(1)).then_rejected(Rejection::NotPresent);
    told(["a", "b"]).by("c").when(give_back(1, "no")).then_rejected(Rejection::NotPresent);
    held(["a", "b"]).by("b").when(approve(1)).then_rejected(Rejection::NoMinutes);
    nothing::<Meeting>().by("b").when(approve(1)).then_rejected(Rejection::NotFound);
}

#[test]
fn minutes_are_returned_with_a_reason_and_come_back_as_a_new_version() {
    let present = ["a", "b", "c"];
    told(present).by("b").when(give_back(1, "prices are missing")).then(given_back(1, "b", "prices are missing"));
    told(present).by("b").when(give_back(1, " ")).then_rejected(Invalid::new("reason", "is missing").into());
    let returned = || told(present).and(given_back(1, "b", "prices are missing"));
    returned().by("b").when(give_back(1, "prices are missing")).then_nothing();
    returned().by("c").when(give_back(1, "too long")).then_rejected(Rejection::MinutesReturned);
    returned().by("c").when(approve(1)).then_rejected(Rejection::MinutesReturned);
    // Another member may take them up; then the first writer is among those who approve.
    let taken_up = MinutesRecorded {
        written_by: "c".into(),
        approvers: names(["a", "b"]),
        sealed: sealed("c", SUMMARY),
        ..recorded(2, &present)
    };
    returned().by("c").when_knowing(key(), record(SUMMARY)).then(taken_up);
}

#[test]
fn minutes_that_only_their_writer_could_approve_stay_unapproved() {
    told(["a", "observer"]).by("b").when(approve(1)).then_rejected(Rejection::NotPresent);
    let approval = partners::meeting::approval::Approval { approved: 0, approvers: 0 };
    assert!(!approval.is_agreed());
    assert_eq!(approval.still_needed(), "nobody else with a voice was present: they cannot be approved");
}
