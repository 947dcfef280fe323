//! Joining a partnership: invited, or proposed to the members; accepted.

use contract::partners::{
    AcceptInvitation, AdmissionProposed, InvitationAccepted, InvitePartner, PartnerInvited, PartnershipActivated, Stage,
};
use kernel::{Context, Decide, Decision, Invalid};

use super::{
    super::{
        rejection::Rejection,
        roles::Roles,
        state::{Change, Formed, Partnership},
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
        let (charter_version, admission_event_id) = (formed.charter.version, String::new());
        Ok(vec![match formed.stage {
            Stage::Active => AdmissionProposed { partnership_id, partner_id, roles }.into(),
            Stage::Unspecified | Stage::Forming => {
                PartnerInvited { partnership_id, partner_id, roles, charter_version, admission_event_id }.into()
            }
            stage => return Err(Rejection::Stage { stage, asked: "forming or active" }),
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
        let current = formed.charter.version;
        if *named != current {
            return Err(Rejection::CharterVersion { named: *named, current });
        }
        if member.accepted_version == current {
            return Ok(vec![]);
        }
        if let stage @ (Stage::Closing | Stage::Closed) = formed.stage {
            return Err(Rejection::Stage { stage, asked: "forming or active" });
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
        let is_forming = self.stage == Stage::Forming;
        self.member(partner_id).is_some_and(|it| is_forming || it.has_voice())
    }

    fn admission_of(&self, partner_id: &str) -> Option<&AdmissionProposed> {
        self.pending.iter().find_map(|it| match &it.change {
            Change::Admission(it) if it.partner_id == partner_id => Some(it),
            _ => None,
        })
    }
}
