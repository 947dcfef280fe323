//! Recording the means of a group at a time, and correcting them: what was said before is kept.

use contract::evaluation::{CorrectGroupMeans, GroupMeansCorrected, GroupMeansRecorded, RecordGroupMeans, StudyTime};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        content::{Asked, Content, Small},
        rejection::Rejection,
        state::{Means, Study},
    },
    Around,
};

/// Of one group at one time: a view has room for so many earlier ones.
pub const CORRECTIONS_MAX: u32 = 20;

impl Decide<RecordGroupMeans> for Study {
    type Known = Around;

    fn target(command: &RecordGroupMeans) -> (&str, &str) {
        (&command.partnership_id, &command.study_id)
    }

    fn decide(&self, command: &RecordGroupMeans, around: &Around, context: &Context) -> Decision<Self> {
        let recorded = self.recorded(command, around, context)?;
        match self.means.get(&(command.group, command.time)) {
            Some(known) if known.recorded == recorded => Ok(vec![]),
            _ if self.open().is_err() => self.open().map(|_| vec![]),
            Some(_) => Err(Rejection::AlreadyRecorded),
            None => {
                self.check_order(recorded.group, recorded.time(), [&recorded.period_start, &recorded.period_end])?;
                Ok(vec![recorded.into()])
            }
        }
    }
}

impl Decide<CorrectGroupMeans> for Study {
    type Known = Around;

    fn target(command: &CorrectGroupMeans) -> (&str, &str) {
        (&command.partnership_id, &command.study_id)
    }

    fn decide(&self, command: &CorrectGroupMeans, around: &Around, context: &Context) -> Decision<Self> {
        if self.opened.is_none() {
            return Err(Rejection::NotFound);
        }
        let means = self.means.get(&(command.group, command.time)).ok_or(Rejection::NotRecorded)?;
        let corrected = self.corrected(command, means, around, context)?;
        match &means.corrected {
            Some(last) if is_the_same(last, &corrected) => Ok(vec![]),
            _ if self.open().is_err() => self.open().map(|_| vec![]),
            _ if CORRECTIONS_MAX <= means.correction() => Err(Rejection::TooManyCorrections),
            _ => {
                self.check_order(corrected.group, corrected.time(), [&corrected.period_start, &corrected.period_end])?;
                Ok(vec![corrected.into()])
            }
        }
    }
}

/// The last correction once more, which leads to none of its own.
fn is_the_same(last: &GroupMeansCorrected, corrected: &GroupMeansCorrected) -> bool {
    GroupMeansCorrected { correction: last.correction, ..corrected.clone() } == *last
}

impl Study {
    fn recorded(
        &self,
        command: &RecordGroupMeans,
        around: &Around,
        context: &Context,
    ) -> Result<GroupMeansRecorded, Rejection> {
        let RecordGroupMeans {
            command_id: _,
            validate_only: _,
            partnership_id,
            study_id,
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
        } = command;
        let (people, clusters) = (*people, *clusters);
        let asked = Asked { people, mean, sd, standard_error, clusters, period_start, period_end, taken_from };
        let Content { mean, sd, standard_error, period_start, period_end, taken_from } =
            asked.checked(self.small(around)?, context.today())?;
        Ok(GroupMeansRecorded {
            partnership_id: partnership_id.clone(),
            study_id: study_id.clone(),
            partner_id: context.partner.clone(),
            group: *group,
            time: *time,
            people,
            mean,
            sd,
            standard_error,
            clusters,
            period_start,
            period_end,
            taken_from,
        })
    }

    fn corrected(
        &self,
        command: &CorrectGroupMeans,
        means: &Means,
        around: &Around,
        context: &Context,
    ) -> Result<GroupMeansCorrected, Rejection> {
        let CorrectGroupMeans {
            command_id: _,
            validate_only: _,
            partnership_id,
            study_id,
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
            reason,
            // The desk has compared it.
            expected_revision: _,
        } = command;
        if means.recorded.partner_id != context.partner {
            return Err(Rejection::NotYourMeans);
        }
        let (people, clusters, small) = (*people, *clusters, self.small(around)?);
        let asked = Asked { people, mean, sd, standard_error, clusters, period_start, period_end, taken_from };
        let Content { mean, sd, standard_error, period_start, period_end, taken_from } =
            asked.checked(small, context.today())?;
        small.check_beside(people, &means.told)?;
        Ok(GroupMeansCorrected {
            partnership_id: partnership_id.clone(),
            study_id: study_id.clone(),
            partner_id: context.partner.clone(),
            group: *group,
            time: *time,
            people,
            mean,
            sd,
            standard_error,
            clusters,
            period_start,
            period_end,
            taken_from,
            correction: means.correction() + 1,
            reason: parse::filled("reason", reason)?.to_owned(),
        })
    }

    fn small(&self, around: &Around) -> Result<Small, Rejection> {
        let opened = self.opened.as_deref().ok_or(Rejection::NotFound)?;
        let are_shares = around.shares_of_people.contains(&opened.indicator_id);
        Ok(Small { minimum: around.people_minimum, are_shares })
    }

    /// Nobody is before and after at once, in whichever group.
    fn check_order(&self, group: i32, time: StudyTime, [start, end]: [&str; 2]) -> Result<(), Invalid> {
        let others = self.means.iter().filter(|(place, _)| **place != (group, time.into()));
        let of = |wanted: StudyTime| {
            let of_time = others.clone().filter(move |((_, it), _)| *it == i32::from(wanted));
            of_time.map(|(_, means)| means.days())
        };
        let overlaps = match time {
            StudyTime::Before => of(StudyTime::After).any(|(after, _)| after <= end),
            StudyTime::After => of(StudyTime::Before).any(|(_, before)| start <= before),
            StudyTime::Unspecified => false,
        };
        match overlaps {
            true => {
                Err(Invalid::new("period_start", "and period_end overlap: all before ends before any after begins"))
            }
            false => Ok(()),
        }
    }
}
