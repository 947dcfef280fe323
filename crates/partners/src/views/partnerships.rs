//! Partnerships with their members and charter: one copy for the operator's list, one in each member's.

use contract::{
    common::Standing,
    log::{Envelope, envelope::Fact},
    partners::{
        Event as Heard, InvitationAccepted, Member, Partnership, PartnershipFormed, Stage, event::Kind as Event,
    },
};
use runtime::views::{Fold, View, key};

use crate::partnership::standing_by;

/// In the place of a partner's id: all partnerships of the node.
pub const ALL: &str = "all";
/// In the same place: the names of the directory, which members are shown with.
const NAMES: &str = "names";

pub(super) struct Partnerships;

impl View for Partnerships {
    fn name(&self) -> &'static str {
        super::PARTNERSHIPS
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        let Some(Fact::Partners(Heard { kind: Some(event) })) = &fact.fact else { return };
        match event {
            Event::PartnerRegistered(it) => {
                let named = Member { name: it.name.clone(), ..Default::default() };
                fold.put(key(&[NAMES, &it.partner_id]), named);
            }
            Event::PartnershipFormed(it) => {
                let members = it.founders.iter().map(|it| invited(fold, &it.partner_id, &it.roles)).collect();
                save(fold, formed(it, members));
            }
            Event::PartnerInvited(it) => {
                let member = invited(fold, &it.partner_id, &it.roles);
                change(fold, fact, |partnership| partnership.members.push(member));
            }
            Event::InvitationAccepted(it) => change(fold, fact, |partnership| accept(partnership, it)),
            Event::PartnershipActivated(_) => change(fold, fact, activate),
            Event::ParticipantListed(_) => change(fold, fact, |partnership| partnership.participants_listed += 1),
            Event::ProposalOpened(_) => change(fold, fact, |partnership| partnership.proposals_open += 1),
            Event::ProposalAdopted(_) | Event::ProposalRejected(_) | Event::ProposalWithdrawn(_) => {
                change(fold, fact, |partnership| {
                    partnership.proposals_open = partnership.proposals_open.saturating_sub(1);
                });
            }
            Event::AdmissionProposed(_)
            | Event::AdmissionRejected(_)
            | Event::ProposalRefused(_)
            | Event::PositionTaken(_)
            | Event::ObjectionAnswered(_)
            | Event::ObjectionWithdrawn(_)
            | Event::ObjectionJudged(_)
            | Event::QuestionAsked(_)
            | Event::QuestionAnswered(_)
            | Event::Recused(_)
            | Event::StatementMade(_)
            | Event::EligibilityEnded(_)
            | Event::FallbackBegun(_)
            | Event::ProxyAppointed(_)
            | Event::ProxyEnded(_)
            | Event::ParticipationRated(_) => (),
        }
    }
}

fn change(fold: &mut Fold<'_>, fact: &Envelope, change: impl FnOnce(&mut Partnership)) {
    if let Some(mut partnership) = fold.get::<Partnership>(key(&[ALL, &fact.partnership])) {
        change(&mut partnership);
        save(fold, partnership);
    }
}

fn save(fold: &mut Fold<'_>, partnership: Partnership) {
    for member in &partnership.members {
        fold.put(key(&[&member.partner_id, &partnership.partnership_id]), partnership.clone());
    }
    fold.put(key(&[ALL, &partnership.partnership_id]), partnership);
}

fn formed(it: &PartnershipFormed, members: Vec<Member>) -> Partnership {
    let PartnershipFormed { partnership_id, title, purpose, currency, rules, charter_version, founders: _, source } =
        it.clone();
    Partnership {
        as_of: vec![],
        partnership_id,
        title,
        purpose,
        currency,
        stage: Stage::Forming.into(),
        charter_version,
        rules,
        members,
        participants_listed: 0,
        proposals_open: 0,
        source,
    }
}

fn invited(fold: &mut Fold<'_>, partner_id: &str, roles: &[i32]) -> Member {
    let named: Option<Member> = fold.get(key(&[NAMES, partner_id]));
    Member {
        partner_id: partner_id.to_owned(),
        name: named.unwrap_or_default().name,
        roles: roles.to_vec(),
        standing: Standing::Invited.into(),
        accepted_version: 0,
    }
}

fn accept(partnership: &mut Partnership, it: &InvitationAccepted) {
    let is_active = partnership.stage() == Stage::Active;
    if let Some(member) = partnership.members.iter_mut().find(|member| member.partner_id == it.partner_id) {
        member.accepted_version = it.charter_version;
        if is_active {
            stand(member);
        }
    }
}

fn activate(partnership: &mut Partnership) {
    partnership.set_stage(Stage::Active);
    partnership.members.iter_mut().filter(|it| it.accepted_version != 0).for_each(stand);
}

fn stand(member: &mut Member) {
    member.standing = standing_by(&member.roles).into();
}
