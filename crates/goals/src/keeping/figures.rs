//! How many undertakings were kept, of those that fell due and were judged: by all, and by each voice.

use std::collections::BTreeMap;

use contract::{
    common::{Figure, Measure},
    goals::{PartnerUndertakings, UndertakingFigures, UndertakingSummary, UndertakingsKept},
};
use runtime::measuring::figures::{counted, share};
use serde::{Deserialize, Serialize};

/// What it comes to.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Kept {
    /// With a voice.
    pub members: Vec<String>,
    /// The day the partnership became active; empty: it has not.
    pub period_start: String,
    pub figures: Vec<Figure>,
}

/// Undertakings that were judged, and those of them that were kept.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    pub by_first: Part,
    pub by_agreed: Part,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub kept: u32,
    pub judged: u32,
}

/// What all, and each partner, have given.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct Judgement {
    pub all: Judged,
    pub partners: BTreeMap<String, Judged>,
}

impl Judgement {
    pub fn add(&mut self, summary: &UndertakingSummary) {
        self.all.add(&Judged::of(summary.all.as_ref()));
        for PartnerUndertakings { partner_id, given, .. } in &summary.partners {
            self.partners.entry(partner_id.clone()).or_default().add(&Judged::of(given.as_ref()));
        }
    }
}

impl Judged {
    fn of(figures: Option<&UndertakingFigures>) -> Self {
        let part = |it: Option<UndertakingsKept>| {
            let it = it.unwrap_or_default();
            Part { kept: it.kept, judged: it.due.saturating_sub(it.waiting) }
        };
        let figures = figures.cloned().unwrap_or_default();
        Judged { by_first: part(figures.by_first), by_agreed: part(figures.by_agreed) }
    }

    fn add(&mut self, it: &Judged) {
        for (sum, part) in [(&mut self.by_first, it.by_first), (&mut self.by_agreed, it.by_agreed)] {
            sum.kept += part.kept;
            sum.judged += part.judged;
        }
    }
}

/// Of what is judged, and of how many are open and overdue; affiliates, which share a voice, together.
pub fn figures(judgement: &Judgement, now: &UndertakingFigures, voices: &[Vec<String>]) -> Vec<Figure> {
    let mut figures = said(&judgement.all, &[]).to_vec();
    figures.push(counted(Measure::UndertakingsOverdue, now.overdue, now.open));
    for ids in voices {
        let mut together = Judged::default();
        ids.iter().filter_map(|it| judgement.partners.get(it)).for_each(|it| together.add(it));
        figures.extend(said(&together, ids));
    }
    figures
}

fn said(it: &Judged, ids: &[String]) -> [Figure; 2] {
    let why = "no undertaking has fallen due and been judged";
    let figure = |measure, it: Part| Figure { partner_ids: ids.to_vec(), ..share(measure, it.kept, it.judged, why) };
    [figure(Measure::KeptByFirstDay, it.by_first), figure(Measure::KeptByAgreedDay, it.by_agreed)]
}
