//! One helper a message about practices: the lender shares how it forms groups, the insurer does it too.

use std::collections::BTreeMap;

use contract::{partners::Evidence, resources::*};
use kernel::{
    Members,
    scenario::{Scenario, context, given},
};
use resources::{Around, practice::Practice};

pub(crate) type Event = event::Kind;
pub(crate) type Shown = contract::resources::Practice;

pub(crate) const TOGETHER: &str = "00000000-0000-7000-8000-0000000000a1";
pub(crate) const PRACTICE: &str = "00000000-0000-7000-8000-000000000001";
pub(crate) const ADOPTION: &str = "00000000-0000-7000-8000-000000000002";

/// The practice, and what came of it.
pub(crate) fn known(more: impl IntoIterator<Item = Event>) -> Scenario<Practice> {
    given::<Practice, _>(std::iter::once(shared().into()).chain(more))
}

pub(crate) fn members() -> Members {
    Members {
        voices: ["lender", "lender's branch", "insurer", "grower"].map(String::from).into(),
        organisations: BTreeMap::from([("lender's branch".into(), "lender".into())]),
        ..Default::default()
    }
}

pub(crate) fn around() -> Around {
    Around { is_active: true, knows_goal: true, knows_activity: true }
}

pub(crate) fn adopting() -> (Around, Members) {
    (around(), members())
}

pub(crate) fn content() -> PracticeContent {
    PracticeContent {
        title: "Groups that choose themselves".into(),
        topics: vec!["group lending".into(), "savings".into()],
        summary: "Members who chose each other repay each other".into(),
        how: "Let them save together for a month before the first loan".into(),
        works_when: "Where people have lived in one place for some years".into(),
        ..Default::default()
    }
}

pub(crate) fn anew() -> PracticeContent {
    PracticeContent { how: "Let them save together for two months".into(), ..content() }
}

pub(crate) fn document() -> Evidence {
    Evidence {
        uri: "https://example.org/manual.pdf".into(),
        sha256: "0".repeat(64),
        size_bytes: 1,
        media_type: "application/pdf".into(),
    }
}

pub(crate) fn share() -> SharePractice {
    SharePractice {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        content: Some(content()),
        ..Default::default()
    }
}

pub(crate) fn shared() -> PracticeShared {
    PracticeShared {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        partner_id: "lender".into(),
        content: Some(content()),
    }
}

pub(crate) fn revise() -> RevisePractice {
    RevisePractice {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        content: Some(anew()),
        reason: "A month was too short".into(),
        ..Default::default()
    }
}

pub(crate) fn revised() -> PracticeRevised {
    PracticeRevised {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        partner_id: "lender".into(),
        content: Some(anew()),
        version: 2,
        reason: "A month was too short".into(),
    }
}

pub(crate) fn withdraw() -> WithdrawPractice {
    WithdrawPractice {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        reason: "It shut out newcomers".into(),
        ..Default::default()
    }
}

pub(crate) fn withdrawn() -> PracticeWithdrawn {
    PracticeWithdrawn {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        partner_id: "lender".into(),
        reason: "It shut out newcomers".into(),
    }
}

pub(crate) fn endorse() -> EndorsePractice {
    EndorsePractice {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        why: "We saw it in three villages".into(),
        ..Default::default()
    }
}

pub(crate) fn endorsed() -> PracticeEndorsed {
    PracticeEndorsed {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        partner_id: "insurer".into(),
        why: "We saw it in three villages".into(),
        version: 1,
    }
}

pub(crate) fn withdraw_endorsement() -> WithdrawEndorsement {
    WithdrawEndorsement {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        reason: "The fourth went wrong".into(),
        ..Default::default()
    }
}

pub(crate) fn endorsement_withdrawn() -> EndorsementWithdrawn {
    EndorsementWithdrawn {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        partner_id: "insurer".into(),
        reason: "The fourth went wrong".into(),
    }
}

pub(crate) fn adopt() -> AdoptPractice {
    AdoptPractice {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        adoption_id: ADOPTION.into(),
        place: "Kabul".into(),
        started_on: "2025-09-01".into(),
        adapted: "With seven members".into(),
        ..Default::default()
    }
}

pub(crate) fn adopted() -> PracticeAdopted {
    PracticeAdopted {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        adoption_id: ADOPTION.into(),
        partner_id: "insurer".into(),
        shared_by: "lender".into(),
        version: 1,
        title: content().title,
        place: "Kabul".into(),
        started_on: "2025-09-01".into(),
        adapted: "With seven members".into(),
        ..Default::default()
    }
}

pub(crate) fn adopt_elsewhere() -> AdoptPractice {
    AdoptPractice { adoption_id: String::new(), place: "Herat".into(), ..adopt() }
}

pub(crate) fn adopted_elsewhere() -> PracticeAdopted {
    PracticeAdopted { adoption_id: context().fresh("adoption"), place: "Herat".into(), ..adopted() }
}

pub(crate) fn report() -> ReportAdoption {
    ReportAdoption {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        adoption_id: ADOPTION.into(),
        reported_on: "2025-12-01".into(),
        outcome: AdoptionOutcome::TooEarly.into(),
        what: "Four groups save".into(),
        ..Default::default()
    }
}

pub(crate) fn reported() -> AdoptionReported {
    AdoptionReported {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        adoption_id: ADOPTION.into(),
        partner_id: "insurer".into(),
        reported_on: "2025-12-01".into(),
        outcome: AdoptionOutcome::TooEarly.into(),
        what: "Four groups save".into(),
        ..Default::default()
    }
}

pub(crate) fn end() -> EndAdoption {
    EndAdoption {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        adoption_id: ADOPTION.into(),
        ended_on: "2026-01-01".into(),
        reason: "The branch closed".into(),
        ..Default::default()
    }
}

pub(crate) fn ended() -> AdoptionEnded {
    AdoptionEnded {
        partnership_id: TOGETHER.into(),
        practice_id: PRACTICE.into(),
        adoption_id: ADOPTION.into(),
        partner_id: "insurer".into(),
        ended_on: "2026-01-01".into(),
        reason: "The branch closed".into(),
    }
}

/// As the library shows it: adopted three times.
pub(crate) fn shown() -> Shown {
    Shown {
        partner_id: "lender".into(),
        content: Some(content()),
        state: PracticeState::Shared.into(),
        adoptions: 3,
        adopted_by: vec!["insurer".into()],
        ..Default::default()
    }
}
