//! What opening a review, agreeing to changes and closing it lead to.

use contract::partners::{
    AgreeChange, CloseReview, OpenReview, ReviewActionAgreed, ReviewChangeAgreed, ReviewChangeKind,
    ReviewChangeProposed, ReviewClosed, ReviewOpened, event::Kind as Event,
};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};

use super::{
    rejection::Rejection,
    state::{Change, Opened, Review},
};
use crate::{action::Action, round::decisions::Voices};

/// So many changes are more than a partnership can see to.
const CHANGES_MAX: usize = 100;

impl Decide<OpenReview> for Review {
    type Known = Voices;

    fn target(command: &OpenReview) -> (&str, &str) {
        (&command.partnership_id, &command.review_id)
    }

    fn decide(&self, command: &OpenReview, voices: &Voices, context: &Context) -> Decision<Self> {
        let review = review(command, voices, context)?;
        if let Review::Opened(opened) = self {
            return if is_same(&opened.review, &review) { Ok(vec![]) } else { Err(Rejection::IdTaken) };
        }
        match voices.partner_ids.contains(&context.partner) {
            true => Ok(vec![review.into()]),
            false => Err(Rejection::NotAMember),
        }
    }
}

impl Decide<AgreeChange> for Review {
    type Known = Voices;

    fn target(command: &AgreeChange) -> (&str, &str) {
        (&command.partnership_id, &command.review_id)
    }

    fn thing(command: &AgreeChange, context: &Context) -> String {
        context.or_fresh(&command.change_id, "change")
    }

    fn decide(&self, command: &AgreeChange, voices: &Voices, context: &Context) -> Decision<Self> {
        let opened = self.opened()?;
        if !opened.review.members.contains(&context.partner) {
            return Err(Rejection::NotAMember);
        }
        if let Some(change) = opened.change(&Self::thing(command, context)) {
            let (partner_id, said) = (change.proposed.partner_id.clone(), content(command, context));
            let is_same = change.proposed == ReviewChangeProposed { partner_id, ..said };
            let is_other = !command.what.is_empty() && !is_same;
            return match (is_other, change.agreed_by.contains(&context.partner)) {
                (true, _) => Err(Rejection::ChangeTaken),
                (false, true) => Ok(vec![]),
                (false, false) if opened.is_closed => Err(Rejection::Closed),
                (false, false) => opened.with_its_action(agreed(command, context), voices, context),
            };
        }
        let proposed = proposed(command, opened, context)?;
        match opened.is_closed {
            true => Err(Rejection::Closed),
            false => opened.with_its_action(proposed, voices, context),
        }
    }
}

impl Decide<CloseReview> for Review {
    type Known = ();

    fn target(command: &CloseReview) -> (&str, &str) {
        (&command.partnership_id, &command.review_id)
    }

    fn decide(&self, command: &CloseReview, _: &(), context: &Context) -> Decision<Self> {
        let CloseReview { command_id: _, validate_only: _, partnership_id, review_id, summary } = command;
        let summary = parse::filled("summary", summary)?.to_owned();
        let opened = self.opened()?;
        if !opened.review.members.contains(&context.partner) {
            return Err(Rejection::NotAMember);
        }
        if opened.is_closed {
            return Err(Rejection::Closed);
        }
        let (agreed, open): (Vec<_>, Vec<_>) = opened.changes.iter().partition(|it| opened.is_agreed(it));
        Ok(vec![
            ReviewClosed {
                partnership_id: partnership_id.clone(),
                review_id: review_id.clone(),
                summary,
                agreed_change_ids: agreed.iter().map(|it| it.proposed.change_id.clone()).collect(),
                open_change_ids: open.iter().map(|it| it.proposed.change_id.clone()).collect(),
            }
            .into(),
        ])
    }
}

impl Review {
    fn opened(&self) -> Result<&Opened, Rejection> {
        match self {
            Review::Unopened => Err(Rejection::NotFound),
            Review::Opened(opened) => Ok(opened),
        }
    }
}

impl Opened {
    /// What enough have agreed to with this, and is an action, comes to be one, and only then: once.
    fn with_its_action(&self, event: impl Into<Event>, voices: &Voices, context: &Context) -> Decision<Review> {
        let event = event.into();
        let mut after = self.clone();
        after.evolve(&event);
        let is_due = |it: &&Change| {
            it.proposed.kind() == ReviewChangeKind::Action && it.action_id.is_empty() && after.is_agreed(it)
        };
        let Some(change) = changed(&event).and_then(|it| after.change(it)).filter(is_due) else {
            return Ok(vec![event]);
        };
        let ReviewChangeProposed {
            partnership_id,
            review_id,
            change_id,
            partner_id: proposed_by,
            what,
            follows_from: _,
            kind: _,
            owner_partner_id,
            due_on,
        } = change.proposed.clone();
        if !voices.partner_ids.contains(&owner_partner_id) {
            return Err(Rejection::OwnerGone { owner_partner_id });
        }
        let action_id = context.fresh(Action::KIND);
        let action = ReviewActionAgreed {
            partnership_id,
            review_id,
            change_id,
            action_id,
            proposed_by,
            what,
            owner_partner_id,
            due_on,
        };
        Ok(vec![event, action.into()])
    }
}

fn changed(event: &Event) -> Option<&str> {
    match event {
        Event::ReviewChangeProposed(it) => Some(&it.change_id),
        Event::ReviewChangeAgreed(it) => Some(&it.change_id),
        _ => None,
    }
}

fn review(command: &OpenReview, voices: &Voices, context: &Context) -> Result<ReviewOpened, Invalid> {
    let OpenReview { command_id: _, validate_only: _, partnership_id, review_id, title, from_date, to_date, packet } =
        command;
    let (from, to) = (parse::date("from_date", from_date)?, parse::date("to_date", to_date)?);
    parse::in_order("to_date", Some(from), Some(to))?;
    Ok(ReviewOpened {
        partnership_id: partnership_id.clone(),
        review_id: context.or_fresh(review_id, Review::KIND),
        title: parse::filled("title", title)?.to_owned(),
        from_date: from_date.clone(),
        to_date: to_date.clone(),
        packet: packet.clone(),
        opened_by: context.partner.clone(),
        members: voices.partner_ids.clone(),
        shared_voices: voices.shared.clone(),
    })
}

/// The same review by the same member, whoever has joined since.
fn is_same(opened: &ReviewOpened, review: &ReviewOpened) -> bool {
    let ReviewOpened { title, from_date, to_date, packet, opened_by, .. } = review;
    (title, from_date, to_date, packet, opened_by)
        == (&opened.title, &opened.from_date, &opened.to_date, &opened.packet, &opened.opened_by)
}

fn proposed(command: &AgreeChange, opened: &Opened, context: &Context) -> Result<ReviewChangeProposed, Invalid> {
    let AgreeChange { what, follows_from, owner_partner_id, due_on, .. } = command;
    if command.kind() == ReviewChangeKind::Unspecified {
        return Err(Invalid::new("kind", "is missing: say how the change is carried out"));
    }
    if follows_from.is_none() {
        return Err(Invalid::new("follows_from", "is missing: say which finding or figure the change follows from"));
    }
    if !opened.review.members.contains(owner_partner_id) {
        return Err(Invalid::new("owner_partner_id", "names no member that takes part in the review"));
    }
    let due = parse::date("due_on", due_on)?;
    if due < context.today() {
        return Err(Invalid::new("due_on", format!("is {due}, which is past")));
    }
    if CHANGES_MAX <= opened.changes.len() {
        return Err(Invalid::new("change_id", format!("is one more than the {CHANGES_MAX} that a review takes")));
    }
    parse::filled("what", what)?;
    Ok(content(command, context))
}

/// What is proposed, or agreed to.
fn content(command: &AgreeChange, context: &Context) -> ReviewChangeProposed {
    let AgreeChange {
        command_id: _,
        validate_only: _,
        partnership_id,
        review_id,
        change_id: _,
        what,
        follows_from,
        kind,
        owner_partner_id,
        due_on,
    } = command;
    ReviewChangeProposed {
        partnership_id: partnership_id.clone(),
        review_id: review_id.clone(),
        change_id: Review::thing(command, context),
        partner_id: context.partner.clone(),
        what: what.trim().to_owned(),
        follows_from: follows_from.clone(),
        kind: *kind,
        owner_partner_id: owner_partner_id.clone(),
        due_on: due_on.clone(),
    }
}

fn agreed(command: &AgreeChange, context: &Context) -> ReviewChangeAgreed {
    ReviewChangeAgreed {
        partnership_id: command.partnership_id.clone(),
        review_id: command.review_id.clone(),
        change_id: command.change_id.clone(),
        partner_id: context.partner.clone(),
    }
}
