//! What recording a due diligence leads to.

use contract::partners::{DueDiligenceBasis, DueDiligenceRecorded, RecordDueDiligence};

use super::*;

#[test]
fn a_partner_looks_into_another_and_so_does_the_operator() {
    misfa().by(OTHER).when(record()).then(recorded());
    misfa().when(record()).then(DueDiligenceRecorded { recorded_by: String::new(), ..recorded() });
}

#[test]
fn nobody_looks_into_itself() {
    misfa().by(MISFA).when(record()).then_rejected(Rejection::AboutItself);
}

#[test]
fn only_who_is_registered_is_looked_into() {
    nothing::<Partner>().by(OTHER).when(record()).then_rejected(Rejection::NotFound);
}

#[test]
fn the_same_again_changes_nothing_and_a_newer_one_stands_instead() {
    let newer = || RecordDueDiligence { valid_until: "2028-01-01".into(), ..record() };
    let newer_recorded = || DueDiligenceRecorded { valid_until: "2028-01-01".into(), ..recorded() };
    misfa().and(recorded()).by(OTHER).when(record()).then_nothing();
    misfa().and(recorded()).by(OTHER).when(newer()).then(newer_recorded());
    misfa().and(recorded()).and(newer_recorded()).by(OTHER).when(record()).then(recorded());
    let visited = DueDiligenceRecorded { basis: DueDiligenceBasis::SiteVisit.into(), ..recorded() };
    misfa().and(recorded()).and(visited).by(OTHER).when(record()).then_nothing();
}

#[test]
fn it_is_good_for_today_at_least() {
    let until = |day: &str| RecordDueDiligence { valid_until: day.into(), ..record() };
    let as_given = |day: &str| DueDiligenceRecorded { valid_until: day.into(), ..recorded() };
    misfa().by(OTHER).when(until("2026-01-15")).then(as_given("2026-01-15"));
    misfa()
        .by(OTHER)
        .when(until("2026-01-14"))
        .then_rejected(Invalid::new("valid_until", "is 2026-01-14, before today, 2026-01-15 UTC").into());
}

#[test]
fn evidence_says_where_it_is_and_how_to_tell_it_is_the_same() {
    let refused = |evidence: Option<Evidence>, field: &'static str, problem: &str| {
        misfa()
            .by(OTHER)
            .when(RecordDueDiligence { evidence, ..record() })
            .then_rejected(Invalid::new(field, problem).into());
    };
    refused(None, "evidence", "is missing");
    for uri in ["a report", "mailto:officer@example.org", "https:", ":x"] {
        let problem = format!("is not a URI such as https://example.org/a: {uri:?}");
        refused(Some(Evidence { uri: uri.into(), ..report() }), "evidence.uri", &problem);
    }
    for sha256 in ["0F".repeat(32), "0f".repeat(31), "zz".repeat(32)] {
        let problem = "is not 64 hexadecimal digits in lower case";
        refused(Some(Evidence { sha256, ..report() }), "evidence.sha256", problem);
    }
    refused(Some(Evidence { size_bytes: 0, ..report() }), "evidence.size_bytes", "is missing");
    refused(
        Some(Evidence { media_type: "pdf".into(), ..report() }),
        "evidence.media_type",
        "is not a media type such as application/pdf: \"pdf\"",
    );
}

fn record() -> RecordDueDiligence {
    RecordDueDiligence {
        partner_id: MISFA.into(),
        basis: DueDiligenceBasis::Documents.into(),
        valid_until: "2027-01-01".into(),
        evidence: Some(report()),
        ..Default::default()
    }
}

fn recorded() -> DueDiligenceRecorded {
    let RecordDueDiligence { command_id: _, validate_only: _, partner_id, basis, valid_until, evidence } = record();
    DueDiligenceRecorded { partner_id, recorded_by: OTHER.into(), basis, valid_until, evidence }
}
