//! Joining a partnership: invited, proposed, accepted.

use contract::partners::{
    AcceptInvitation, AdmissionProposed, AdmissionRejected, ConcludeAdmission, InvitationAccepted, InvitePartner,
    PartnerInvited, PartnershipActivated, event::Kind as Event,
};
use kernel::{Context, Decide, Decision, Invalid};

use super::{
    super::{
        rejection::Rejection,
        roles::Roles,
        state::{Admission, Formed, Partnership},
    },
    Invitee, MEMBERS_MAX,
};

impl Decide<InvitePartner> for Partnership {
    type Known = Invitee;

    fn target(command: &InvitePartner) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &InvitePartner, invitee: &Invitee, context: &Context) -> Decision<Self> {
        let InvitePartner { command_id: _, validate_only: _, partnership_id, partner_id, roles } = command;
        let roles = Roles::parse("roles", roles)?.numbers();
        let formed = self.formed()?;
        if !formed.may_invite(&context.partner) {
            return Err(Rejection::NotAMember);
        }
        if let Some(member) = formed.member(partner_id) {
            return if member.roles == roles { Ok(vec![]) } else { Err(Rejection::AlreadyAMember) };
        }
        if let Some(admission) = formed.admission_of(partner_id) {
            return if admission.roles == roles { Ok(vec![]) } else { Err(Rejection::AlreadyProposed) };
        }
        if !invitee.is_registered {
            return Err(Rejection::UnknownPartner { field: "partner_id", partner_id: partner_id.clone() });
        }
        if formed.is_full() {
            let problem = format!("cannot join: the partnership has {MEMBERS_MAX} members, and no more are taken");
            return Err(Invalid::new("partner_id", problem).into());
        }
        let (partnership_id, partner_id) = (partnership_id.clone(), partner_id.clone());
        Ok(vec![match formed.is_active {
            true => AdmissionProposed { partnership_id, partner_id, roles }.into(),
            false => invited(formed, &Admission { event_id: String::new(), partner_id, roles }),
        }])
    }
}

impl Decide<ConcludeAdmission> for Partnership {
    type Known = ();

    fn target(command: &ConcludeAdmission) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &ConcludeAdmission, _: &(), _: &Context) -> Decision<Self> {
        let ConcludeAdmission { command_id: _, validate_only: _, partnership_id: _, admission_event_id, adopted, why } =
            command;
        let formed = self.formed()?;
        let Some(admission) = formed.admissions.iter().find(|it| it.event_id == *admission_event_id) else {
            return Ok(vec![]);
        };
        Ok(vec![match adopted {
            true if formed.is_full() => {
                rejected(formed, admission, &format!("{why}; but the partnership has {MEMBERS_MAX} members by now"))
            }
            true => invited(formed, admission),
            false => rejected(formed, admission, why),
        }])
    }
}

impl Decide<AcceptInvitation> for Partnership {
    type Known = ();

    fn target(command: &AcceptInvitation) -> (&str, &str) {
        (&command.partnership_id, &command.partnership_id)
    }

    fn decide(&self, command: &AcceptInvitation, _: &(), context: &Context) -> Decision<Self> {
        let AcceptInvitation { command_id: _, validate_only: _, partnership_id, charter_version: named } = command;
        let formed = self.formed()?;
        let member = formed.member(&context.partner).ok_or(Rejection::NotInvited)?;
        let current = formed.charter_version();
        if *named != current {
            return Err(Rejection::CharterVersion { named: *named, current });
        }
        if member.has_accepted {
            return Ok(vec![]);
        }
        let (partnership_id, partner_id) = (partnership_id.clone(), context.partner.clone());
        let activated = formed
            .waits_only_for(&partner_id)
            .then(|| PartnershipActivated { partnership_id: partnership_id.clone(), charter_version: current }.into());
        let accepted = InvitationAccepted { partnership_id, partner_id, charter_version: current };
        Ok([accepted.into()].into_iter().chain(activated).collect())
    }
}

impl Formed {
    /// While it forms, everyone who is asked to found it; then, who has a voice.
    fn may_invite(&self, partner_id: &str) -> bool {
        self.member(partner_id).is_some_and(|it| !self.is_active || it.has_voice())
    }

    fn is_full(&self) -> bool {
        MEMBERS_MAX <= self.members.len()
    }
}

fn invited(formed: &Formed, admission: &Admission) -> Event {
    PartnerInvited {
        partnership_id: formed.draft.partnership_id.clone(),
        partner_id: admission.partner_id.clone(),
        roles: admission.roles.clone(),
        charter_version: formed.charter_version(),
        admission_event_id: admission.event_id.clone(),
    }
    .into()
}

fn rejected(formed: &Formed, admission: &Admission, why: &str) -> Event {
    AdmissionRejected {
        partnership_id: formed.draft.partnership_id.clone(),
        partner_id: admission.partner_id.clone(),
        why: why.to_owned(),
    }
    .into()
}
