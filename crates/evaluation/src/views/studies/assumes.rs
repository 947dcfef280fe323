//! What an estimate assumes, or leaves open, so that nobody takes its interval for more than it is.

use contract::evaluation::{
    GroupMeans, Study, StudyAssumption, StudyAssumptionKind as Kind, StudyDesign, StudyGroup, StudyTime,
};

/// Of a study of which all four groups are recorded.
pub fn assumptions(study: &Study) -> Vec<StudyAssumption> {
    let holds = [
        Some(Kind::ParallelChange),
        independence(study),
        study.means.iter().any(has_own).then_some(Kind::OwnStandardErrors),
        Some(if is_panel(study) { Kind::PanelCorrelation } else { Kind::SameKindOfPeople }),
        (is_panel(study) && !all_were_measured_again(study)).then_some(Kind::NotAllAgain),
        (!were_measured_at_once(study)).then_some(Kind::OtherDays),
    ];
    let said = |kind: Kind| StudyAssumption { kind: kind.into(), words: words(kind).to_owned() };
    holds.into_iter().flatten().map(said).collect()
}

/// Of one group without is enough.
fn independence(study: &Study) -> Option<Kind> {
    let are_independent = study.means.iter().any(|it| it.clusters == 0 && !has_own(it));
    match (are_independent, study.clusters.is_empty()) {
        (false, _) => None,
        (true, true) => Some(Kind::IndependentClients),
        (true, false) => Some(Kind::ClustersLeftOut),
    }
}

fn has_own(it: &GroupMeans) -> bool {
    !it.standard_error.is_empty()
}

fn is_panel(study: &Study) -> bool {
    study.design() == StudyDesign::Panel
}

fn all_were_measured_again(study: &Study) -> bool {
    let people = |time: StudyTime| {
        let of_time = study.means.iter().filter(move |it| it.time() == time);
        of_time.map(|it| (it.group, it.people)).collect::<Vec<_>>()
    };
    people(StudyTime::Before) == people(StudyTime::After)
}

fn were_measured_at_once(study: &Study) -> bool {
    let days = |group: StudyGroup| {
        let of_group = study.means.iter().filter(move |it| it.group() == group);
        of_group.map(|it| (&it.period_start, &it.period_end)).collect::<Vec<_>>()
    };
    days(StudyGroup::Treated) == days(StudyGroup::Comparison)
}

fn words(kind: Kind) -> &'static str {
    match kind {
        Kind::Unspecified => "",
        Kind::ParallelChange => "assumes that without the service both groups would have changed alike",
        Kind::IndependentClients => "assumes independent clients",
        Kind::ClustersLeftOut => {
            "assumes independent clients, although the study says that they come in clusters: the interval is too narrow"
        }
        Kind::OwnStandardErrors => "takes the study's own standard errors as they are",
        Kind::PanelCorrelation => {
            "the same people's values before and after are taken as unrelated, for how they go together is not known: \
             where they rise and fall together, as is usual, the interval is wider than it need be; else it may be too narrow"
        }
        Kind::SameKindOfPeople => {
            "assumes that those measured before and those measured after are people of the same kind"
        }
        Kind::OtherDays => "the groups were measured on other days: what the seasons did to them is in the effect",
        Kind::NotAllAgain => "not all were measured again: those who are missing may have changed otherwise",
    }
}
