//! Changes of the membership, put to the members; and whether a change is possible, now and when they have decided.

use contract::{
    common::Standing,
    partners::{
        ChangeRole, DissolutionProposed, DissolvePartnership, ReinstateMember, ReinstatementProposed, RemovalProposed,
        RemoveMember, RoleChangeProposed, Stage, SuspendMember, SuspensionProposed,
    },
};
use kernel::{Context, Decide, Decision, Invalid, parse};

use super::{
    super::{
        charter::{self, Named},
        rejection::Rejection,
        roles::{Roles, standing_by},
        state::{Change, Formed, Member, Partnership},
    },
    MEMBERS_MAX,
};

impl Decide<ChangeRole> for Partnership {
    type Known = ();

    fn target(command: &ChangeRole) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &ChangeRole, _: &(), context: &Context) -> Decision<Self> {
        let ChangeRole { command_id: _, validate_only: _, partnership_id, partner_id, roles } = command.clone();
        let roles = Roles::parse("roles", &roles)?.numbers();
        let formed = self.active()?;
        formed.heard(context)?;
        if formed.member(&partner_id).is_some_and(|it| it.roles == roles) {
            return Ok(vec![]);
        }
        formed.decided_by_others(&partner_id, context)?;
        ask(formed, Change::Role(RoleChangeProposed { partnership_id, partner_id, roles }))
    }
}

impl Decide<SuspendMember> for Partnership {
    type Known = ();

    fn target(command: &SuspendMember) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &SuspendMember, _: &(), context: &Context) -> Decision<Self> {
        let SuspendMember { command_id: _, validate_only: _, partnership_id, partner_id, reason } = command.clone();
        let reason = parse::filled("reason", &reason)?.to_owned();
        let formed = self.active()?;
        formed.heard(context)?;
        not_itself(&partner_id, context)?;
        formed.decided_by_others(&partner_id, context)?;
        ask(formed, Change::Suspension(SuspensionProposed { partnership_id, partner_id, reason }))
    }
}

impl Decide<ReinstateMember> for Partnership {
    type Known = ();

    fn target(command: &ReinstateMember) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &ReinstateMember, _: &(), context: &Context) -> Decision<Self> {
        let ReinstateMember { command_id: _, validate_only: _, partnership_id, partner_id, reason } = command.clone();
        let reason = parse::filled("reason", &reason)?.to_owned();
        let formed = self.active()?;
        formed.heard(context)?;
        formed.decided_by_others(&partner_id, context)?;
        ask(formed, Change::Reinstatement(ReinstatementProposed { partnership_id, partner_id, reason }))
    }
}

impl Decide<RemoveMember> for Partnership {
    type Known = ();

    fn target(command: &RemoveMember) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &RemoveMember, _: &(), context: &Context) -> Decision<Self> {
        let RemoveMember { command_id: _, validate_only: _, partnership_id, partner_id, reason } = command.clone();
        let reason = parse::filled("reason", &reason)?.to_owned();
        let formed = self.active()?;
        formed.heard(context)?;
        not_itself(&partner_id, context)?;
        formed.decided_by_others(&partner_id, context)?;
        ask(formed, Change::Removal(RemovalProposed { partnership_id, partner_id, reason }))
    }
}

impl Decide<DissolvePartnership> for Partnership {
    type Known = ();

    fn target(command: &DissolvePartnership) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &DissolvePartnership, _: &(), context: &Context) -> Decision<Self> {
        let DissolvePartnership { command_id: _, validate_only: _, partnership_id, reason } = command.clone();
        let reason = parse::filled("reason", &reason)?.to_owned();
        let formed = self.active()?;
        formed.heard(context)?;
        ask(formed, Change::Dissolution(DissolutionProposed { partnership_id, reason }))
    }
}

/// Proposes a change that is possible and not asked for yet.
pub(super) fn ask(formed: &Formed, change: Change) -> Decision<Partnership> {
    formed.allows(&change)?;
    match formed.pending.iter().find(|it| it.change.is_of_the_kind(&change)) {
        Some(pending) if pending.change == change => Ok(vec![]),
        Some(_) => Err(Rejection::ChangePending),
        None => Ok(vec![change.event()]),
    }
}

impl Formed {
    /// Asked when a change is proposed, and again when the members have decided it: it may be possible no longer.
    pub(super) fn allows(&self, change: &Change) -> Result<(), Rejection> {
        self.at(Stage::Active, "active")?;
        match change {
            Change::Admission(it) if self.member(&it.partner_id).is_some() => Err(Rejection::AlreadyAMember),
            Change::Admission(_) if self.is_full() => {
                let problem = format!("cannot join: the partnership has {MEMBERS_MAX} members, and no more are taken");
                Err(Invalid::new("partner_id", problem).into())
            }
            Change::Role(it) => {
                let keeps_voice = standing_by(&it.roles) == Standing::Member;
                self.bears(&it.partner_id, keeps_voice)
            }
            Change::Suspension(it) if !self.named(&it.partner_id)?.has_accepted() => {
                Err(Rejection::NotJoined { partner_id: it.partner_id.clone() })
            }
            Change::Suspension(it) if self.named(&it.partner_id)?.is_suspended => Err(Rejection::AlreadySuspended),
            Change::Suspension(it) => self.bears(&it.partner_id, false),
            Change::Reinstatement(it) if !self.named(&it.partner_id)?.is_suspended => Err(Rejection::NotSuspended),
            Change::Removal(it) => self.bears(&it.partner_id, false),
            Change::Amendment(it) if it.charter_version != self.charter.version + 1 => Err(Rejection::CharterMovedOn {
                base: it.charter_version.saturating_sub(1),
                current: self.charter.version,
            }),
            // Whom it gives a share to may have left by now.
            Change::Amendment(it) => {
                let terms = it.terms.clone().unwrap_or_default();
                charter::agreed(terms, &Named::default(), &self.partner_ids()).map(drop)
            }
            Change::Admission(_) | Change::Reinstatement(_) | Change::Dissolution(_) => Ok(()),
        }
    }

    pub(super) fn is_full(&self) -> bool {
        MEMBERS_MAX <= self.current().count()
    }

    fn named(&self, partner_id: &str) -> Result<&Member, Rejection> {
        self.member(partner_id).ok_or_else(|| Rejection::NoSuchMember { partner_id: partner_id.to_owned() })
    }

    /// A member may lose its voice, as long as two others keep theirs: one alone decides nothing together.
    fn bears(&self, partner_id: &str, keeps_voice: bool) -> Result<(), Rejection> {
        let member = self.named(partner_id)?;
        let others = self.voices().filter(|it| it.partner_id != partner_id).count();
        match member.has_voice() && !keeps_voice && others < 2 {
            true => Err(Rejection::TooFewVoices),
            false => Ok(()),
        }
    }

    /// The member concerned does not vote on itself, and nobody decides on it alone.
    fn decided_by_others(&self, concerned: &str, context: &Context) -> Result<(), Rejection> {
        let decides = |it: &Member| it.partner_id != concerned && it.partner_id != context.partner;
        if self.voices().any(decides) { Ok(()) } else { Err(Rejection::NobodyElseDecides) }
    }
}

fn not_itself(partner_id: &str, context: &Context) -> Result<(), Rejection> {
    if partner_id == context.partner { Err(Rejection::OwnMembership) } else { Ok(()) }
}
