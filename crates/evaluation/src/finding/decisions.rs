//! Recording a finding, saying what else it has to do with, taking it back; and drawing one from figures.

use contract::evaluation::{
    DrawFinding, FindingFigure, FindingKind, FindingLink, FindingLinked, FindingRecorded, FindingRule,
    FindingWithdrawn, LinkFinding, LinkedKind, RecordFinding, WithdrawFinding,
};
use kernel::{Aggregate, Context, Decide, Decision, parse};

use super::{rejection::Rejection, state::Finding};

/// All links of a finding.
pub const LINKS_MAX: usize = 50;

/// What a request names and the partnership does not have.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Unknown(pub Vec<FindingLink>);

impl Unknown {
    fn check(&self) -> Result<(), Rejection> {
        match self.0.first() {
            Some(link) => Err(Rejection::LinkNotFound(link.kind(), link.id.clone())),
            None => Ok(()),
        }
    }
}

impl Decide<RecordFinding> for Finding {
    type Known = Unknown;

    fn target(command: &RecordFinding) -> (&str, &str) {
        (&command.partnership_id, &command.finding_id)
    }

    fn decide(&self, command: &RecordFinding, unknown: &Unknown, context: &Context) -> Decision<Self> {
        let RecordFinding { command_id: _, validate_only: _, partnership_id, finding_id, kind, title, text, links } =
            command;
        let recorded = FindingRecorded {
            partnership_id: partnership_id.clone(),
            finding_id: context.or_fresh(finding_id, Finding::KIND),
            partner_id: context.partner.clone(),
            kind: *kind,
            title: parse::filled("title", title)?.to_owned(),
            text: parse::filled("text", text)?.to_owned(),
            links: each_once(links),
            ..Default::default()
        };
        match &self.recorded {
            Some(known) if **known == recorded => Ok(vec![]),
            Some(_) => Err(Rejection::IdTaken),
            None => unknown.check().map(|()| vec![recorded.into()]),
        }
    }
}

impl Decide<LinkFinding> for Finding {
    type Known = Unknown;

    fn target(command: &LinkFinding) -> (&str, &str) {
        (&command.partnership_id, &command.finding_id)
    }

    fn decide(&self, command: &LinkFinding, unknown: &Unknown, context: &Context) -> Decision<Self> {
        let LinkFinding { command_id: _, validate_only: _, partnership_id, finding_id, links } = command;
        let recorded = self.recorded.as_deref().ok_or(Rejection::NotFound)?;
        let is_new = |it: &FindingLink| !recorded.links.contains(it) && !self.links.contains(it);
        let links: Vec<_> = each_once(links).into_iter().filter(is_new).collect();
        match () {
            () if links.is_empty() => return Ok(vec![]),
            () if self.is_withdrawn => return Err(Rejection::Withdrawn),
            () if LINKS_MAX < recorded.links.len() + self.links.len() + links.len() => {
                return Err(Rejection::TooManyLinks);
            }
            () => unknown.check()?,
        }
        let linked = FindingLinked {
            partnership_id: partnership_id.clone(),
            finding_id: finding_id.clone(),
            partner_id: context.partner.clone(),
            links,
        };
        Ok(vec![linked.into()])
    }
}

impl Decide<WithdrawFinding> for Finding {
    type Known = ();

    fn target(command: &WithdrawFinding) -> (&str, &str) {
        (&command.partnership_id, &command.finding_id)
    }

    fn decide(&self, command: &WithdrawFinding, _: &(), context: &Context) -> Decision<Self> {
        let WithdrawFinding { command_id: _, validate_only: _, partnership_id, finding_id, reason } = command;
        let reason = parse::filled("reason", reason)?;
        let recorded = self.recorded.as_deref().ok_or(Rejection::NotFound)?;
        // Nobody wrote what a rule has drawn: it is nobody's to take back.
        if recorded.partner_id != context.partner {
            return Err(Rejection::NotYours);
        }
        if self.is_withdrawn {
            return Ok(vec![]);
        }
        let withdrawn = FindingWithdrawn {
            partnership_id: partnership_id.clone(),
            finding_id: finding_id.clone(),
            reason: reason.to_owned(),
        };
        Ok(vec![withdrawn.into()])
    }
}

impl Decide<DrawFinding> for Finding {
    type Known = ();

    fn target(command: &DrawFinding) -> (&str, &str) {
        (&command.partnership_id, &command.finding_id)
    }

    fn decide(&self, command: &DrawFinding, _: &(), context: &Context) -> Decision<Self> {
        if !context.is_service() {
            return Err(Rejection::NotForCallers);
        }
        match self.recorded {
            Some(_) => Ok(vec![]),
            None => Ok(vec![drawn(command).into()]),
        }
    }
}

fn drawn(command: &DrawFinding) -> FindingRecorded {
    let DrawFinding {
        command_id: _,
        validate_only: _,
        partnership_id,
        finding_id,
        rule: _,
        goal_id,
        target_id,
        actual,
        due_on,
    } = command;
    let rule = command.rule();
    let (kind, title, text) = match rule {
        FindingRule::TargetReached | FindingRule::Unspecified => {
            (FindingKind::Success, "A target is reached", "The verified figures have come to what was agreed.")
        }
        FindingRule::TargetLost => (
            FindingKind::Challenge,
            "A target that was reached is lost again",
            "The verified figures had come to what was agreed, and do so no more.",
        ),
        FindingRule::TargetMissed => (
            FindingKind::Challenge,
            "A target was missed",
            "Its day has come, and the verified figures have not come to what was agreed.",
        ),
    };
    let figures = [("actual", actual), ("due_on", due_on)];
    let figures = figures.into_iter().filter(|(_, value)| !value.is_empty());
    FindingRecorded {
        partnership_id: partnership_id.clone(),
        finding_id: finding_id.clone(),
        partner_id: String::new(),
        kind: kind.into(),
        title: title.to_owned(),
        text: text.to_owned(),
        links: vec![FindingLink { kind: LinkedKind::Goal.into(), id: goal_id.clone() }],
        rule: rule.into(),
        target_id: target_id.clone(),
        figures: figures.map(|(name, value)| FindingFigure { name: name.to_owned(), value: value.clone() }).collect(),
    }
}

fn each_once(links: &[FindingLink]) -> Vec<FindingLink> {
    links.iter().enumerate().filter(|(place, it)| !links[..*place].contains(it)).map(|(_, it)| it.clone()).collect()
}
