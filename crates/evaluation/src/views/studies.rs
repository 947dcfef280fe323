//! Studies with what was measured, what was said before, and what it all says, as they are served.

pub mod assumes;
pub mod figure;

use contract::{
    evaluation::{
        self, GroupMeans, GroupMeansCorrected, GroupMeansRecorded, Indicator, ListStudies, Study, StudyOpened,
        StudyState, event::Kind as Event,
    },
    log::{Envelope, envelope::Fact},
};
use runtime::views::{Fold, View, key};

use super::{STUDIES, place};

/// In the place of a partnership's id: what indicators are called, and their units.
const INDICATORS: &str = "indicators";

pub(super) struct Studies;

impl View for Studies {
    fn name(&self) -> &'static str {
        STUDIES
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Evaluation(evaluation::Event { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::IndicatorDefined(it) => {
                let named = Indicator { title: it.title.clone(), unit: it.unit.clone(), ..Default::default() };
                fold.put(key(&[INDICATORS, &it.partnership_id, &it.indicator_id]), named);
            }
            Event::IndicatorRevised(it) => {
                let indicator = key(&[INDICATORS, &it.partnership_id, &it.indicator_id]);
                fold.change(indicator, |named: &mut Indicator| named.title.clone_from(&it.title));
            }
            Event::StudyOpened(it) => {
                let indicator = fold.get(key(&[INDICATORS, &it.partnership_id, &it.indicator_id]));
                let study = opened(it, indicator.unwrap_or_default(), fact.recorded_on().to_string());
                fold.put(place(&it.partnership_id, &it.study_id), study);
            }
            Event::GroupMeansRecorded(it) => {
                let said = recorded(it, fact.recorded_on().to_string());
                change(fold, &it.partnership_id, &it.study_id, |study| say(study, said));
            }
            Event::GroupMeansCorrected(it) => {
                let said = corrected(it, fact.recorded_on().to_string());
                change(fold, &it.partnership_id, &it.study_id, |study| say(study, said));
            }
            Event::StudyClosed(it) => change(fold, &it.partnership_id, &it.study_id, |study| {
                study.set_state(StudyState::Closed);
                study.conclusion.clone_from(&it.conclusion);
            }),
            Event::StudyWithdrawn(it) => change(fold, &it.partnership_id, &it.study_id, |study| {
                study.set_state(StudyState::Withdrawn);
                study.why_withdrawn.clone_from(&it.reason);
                study.figure = None;
            }),
            _ => (),
        }
    }
}

pub fn is_asked_for(question: &ListStudies, it: &Study) -> bool {
    let is = |asked: &str, is: &str| asked.is_empty() || asked == is;
    is(&question.indicator_id, &it.indicator_id)
        && is(&question.goal_id, &it.goal_id)
        && is(&question.partner_id, &it.partner_id)
        && (question.state() == StudyState::Unspecified || question.state() == it.state())
}

fn change(fold: &mut Fold<'_>, partnership_id: &str, study_id: &str, change: impl FnOnce(&mut Study)) {
    fold.change(place(partnership_id, study_id), change);
}

fn opened(it: &StudyOpened, indicator: Indicator, opened_on: String) -> Study {
    let StudyOpened {
        partnership_id,
        study_id,
        partner_id,
        title,
        question,
        indicator_id,
        measured,
        unit,
        design,
        clusters,
        goal_id,
        confidence_percent,
    } = it.clone();
    let or = |said: String, else_said: String| if said.is_empty() { else_said } else { said };
    let mut study = Study {
        as_of: vec![],
        partnership_id,
        study_id,
        partner_id,
        title,
        question,
        indicator_id,
        measured: or(measured, indicator.title),
        unit: or(unit, indicator.unit),
        design,
        clusters,
        goal_id,
        confidence_percent,
        state: StudyState::Open.into(),
        means: vec![],
        earlier: vec![],
        figure: None,
        conclusion: String::new(),
        why_withdrawn: String::new(),
        opened_on,
    };
    study.figure = Some(figure::of(&study));
    study
}

/// In place of what was said before, which is kept.
fn say(study: &mut Study, said: GroupMeans) {
    let place = |it: &GroupMeans| (it.group, it.time);
    match study.means.iter_mut().find(|it| place(it) == place(&said)) {
        Some(standing) => study.earlier.push(std::mem::replace(standing, said)),
        None => {
            study.means.push(said);
            study.means.sort_by_key(place);
        }
    }
    study.figure = Some(figure::of(study));
}

fn recorded(it: &GroupMeansRecorded, said_on: String) -> GroupMeans {
    let GroupMeansRecorded {
        partnership_id: _,
        study_id: _,
        partner_id,
        group,
        time,
        people,
        mean,
        sd,
        standard_error,
        clusters,
        period_start,
        period_end,
        taken_from,
    } = it.clone();
    GroupMeans {
        group,
        time,
        partner_id,
        people,
        mean,
        sd,
        standard_error,
        clusters,
        period_start,
        period_end,
        taken_from,
        correction: 0,
        reason: String::new(),
        said_on,
    }
}

fn corrected(it: &GroupMeansCorrected, said_on: String) -> GroupMeans {
    let GroupMeansCorrected {
        partnership_id: _,
        study_id: _,
        partner_id,
        group,
        time,
        people,
        mean,
        sd,
        standard_error,
        clusters,
        period_start,
        period_end,
        taken_from,
        correction,
        reason,
    } = it.clone();
    GroupMeans {
        group,
        time,
        partner_id,
        people,
        mean,
        sd,
        standard_error,
        clusters,
        period_start,
        period_end,
        taken_from,
        correction,
        reason,
        said_on,
    }
}
