//! What the figures of equity and impact are made of, partnership by partnership, and when they are measured again.

pub(crate) mod targets;

use std::collections::{BTreeMap, HashMap};

use contract::{
    evaluation::{Benefit, BenefitRecorded, BenefitState, Event as OwnEvent, event::Kind as Own},
    goals::Event as GoalsEvent,
    log::{Envelope, envelope::Fact},
    partners::{Event as PartnersEvent, event::Kind as Partners},
};
use runtime::measuring::Schedule;
use serde::{Deserialize, Serialize};

use self::targets::Targets;

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tallies {
    pub(crate) schedule: Schedule,
    partnerships: HashMap<String, Tally>,
}

/// Of one partnership.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Tally {
    /// The day it became active; empty: it has not.
    pub(crate) active_on: String,
    benefits: BTreeMap<String, Gain>,
    /// How fair each partner finds its share.
    pub(crate) fairness: BTreeMap<String, u32>,
    pub(crate) targets: Targets,
}

/// A benefit, as far as it is counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Gain {
    partner_id: String,
    /// A number of accord.evaluation.v1.BenefitKind.
    kind: i32,
    amount_minor: i64,
    currency: String,
    /// By partner, whether it disputes it.
    answers: BTreeMap<String, bool>,
}

/// How many values are reported, and by basis how many of them are verified as they stand.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Verified {
    pub(crate) reported: u32,
    pub(crate) by_basis: BTreeMap<i32, u32>,
}

impl Tallies {
    pub(crate) fn of(&self, partnership_id: &str) -> Option<&Tally> {
        self.partnerships.get(partnership_id)
    }

    pub(super) fn remember(&mut self, fact: &Envelope) {
        let id = fact.partnership.as_str();
        let has_changed = match &fact.fact {
            Some(Fact::Partners(PartnersEvent { kind: Some(event) })) => self.partners(event, fact),
            Some(Fact::Goals(GoalsEvent { kind: Some(event) })) => self.at(id).targets.agreed(event, &fact.event_id),
            Some(Fact::Evaluation(OwnEvent { kind: Some(event) })) => self.own(event, id),
            _ => false,
        };
        if has_changed {
            self.schedule.has_changed(id, fact);
        }
    }

    fn partners(&mut self, event: &Partners, fact: &Envelope) -> bool {
        match event {
            Partners::PartnershipActivated(it) => {
                self.at(&it.partnership_id).active_on = fact.recorded_on().to_string();
                self.schedule.begins(&it.partnership_id, fact);
            }
            Partners::PartnershipDissolved(it) => self.schedule.is_over(&it.partnership_id),
            Partners::PartnershipClosed(it) => self.schedule.is_over(&it.partnership_id),
            Partners::InvitationAccepted(_)
            | Partners::RoleChanged(_)
            | Partners::CharterAmended(_)
            | Partners::MemberSuspended(_)
            | Partners::MemberReinstated(_)
            | Partners::MemberRemoved(_)
            | Partners::MemberLeft(_) => return true,
            _ => (),
        }
        false
    }

    fn own(&mut self, event: &Own, id: &str) -> bool {
        match event {
            Own::EquityMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            Own::VerificationMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            Own::ImpactMeasured(it) => self.schedule.is_measured(id, &it.measured_on),
            Own::MeasurementReported(it) => return !it.partner_id.is_empty(),
            Own::MeasurementVerified(_) | Own::MeasurementCorrected(_) => return true,
            event => return self.at(id).count(event),
        }
        false
    }

    fn at(&mut self, partnership_id: &str) -> &mut Tally {
        self.partnerships.entry(partnership_id.to_owned()).or_default()
    }
}

impl Tally {
    pub(crate) fn benefits(&self) -> impl Iterator<Item = Benefit> {
        self.benefits.values().map(|it| Benefit {
            partner_id: it.partner_id.clone(),
            kind: it.kind,
            amount_minor: it.amount_minor,
            currency: it.currency.clone(),
            state: it.state().into(),
            ..Default::default()
        })
    }

    /// Whether a figure moves.
    fn count(&mut self, event: &Own) -> bool {
        match event {
            Own::BenefitRecorded(it) => drop(self.benefits.insert(it.benefit_id.clone(), Gain::from(it))),
            Own::BenefitConfirmed(it) => self.answer(&it.benefit_id, &it.confirmed_by, false),
            Own::BenefitDisputed(it) => self.answer(&it.benefit_id, &it.disputed_by, true),
            Own::BenefitWithdrawn(it) => drop(self.benefits.remove(&it.benefit_id)),
            Own::FairnessRated(it) => {
                self.fairness.insert(it.partner_id.clone(), it.rating);
            }
            event => return self.targets.measured(event),
        }
        true
    }

    fn answer(&mut self, benefit_id: &str, by: &str, disputes: bool) {
        if let Some(gain) = self.benefits.get_mut(benefit_id) {
            gain.answers.insert(by.to_owned(), disputes);
        }
    }
}

impl Gain {
    fn state(&self) -> BenefitState {
        match () {
            () if self.answers.is_empty() => BenefitState::Recorded,
            () if self.answers.values().any(|it| *it) => BenefitState::Disputed,
            () => BenefitState::Confirmed,
        }
    }
}

impl From<&BenefitRecorded> for Gain {
    fn from(it: &BenefitRecorded) -> Self {
        Gain {
            partner_id: it.partner_id.clone(),
            kind: it.kind,
            amount_minor: it.amount_minor,
            currency: it.currency.clone(),
            answers: BTreeMap::new(),
        }
    }
}
