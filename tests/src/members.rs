//! Partners that found a partnership of any size, for what needs more of them than the story has.

use contract::partners::{
    AcceptInvitation, DecisionRule, FormPartnership, Founder, MemberRole, PartnerKind, RegisterPartner,
    StateExpectation, Terms,
};
use uuid::Uuid;

use crate::{Caller, World, id};

/// The founders of a partnership, each to have a voice.
pub struct Members {
    pub partnership: String,
    pub ids: Vec<String>,
    pub callers: Vec<Caller>,
}

impl Members {
    /// Registered and named as founders; nobody has accepted yet.
    pub async fn invited(world: &World, name: &str, count: usize) -> Self {
        Members::under(world, name, count, vec![]).await
    }

    /// The same, under these rules.
    pub async fn under(world: &World, name: &str, count: usize, rules: Vec<DecisionRule>) -> Self {
        Members::agreed_on(world, name, count, rules, Terms::default()).await
    }

    /// The same, with what else they agree on.
    pub async fn agreed_on(world: &World, name: &str, count: usize, rules: Vec<DecisionRule>, terms: Terms) -> Self {
        Members::in_roles(world, name, &vec![MemberRole::Implementing; count], rules, terms).await
    }

    /// The same, one a role.
    pub async fn in_roles(
        world: &World,
        name: &str,
        roles: &[MemberRole],
        rules: Vec<DecisionRule>,
        terms: Terms,
    ) -> Self {
        let ids: Vec<String> = (0..roles.len()).map(|it| id(&format!("{name}/{it}"))).collect();
        for (place, partner_id) in ids.iter().enumerate() {
            let register = RegisterPartner {
                command_id: fresh(),
                partner_id: partner_id.clone(),
                name: format!("{name} {place}"),
                kind: PartnerKind::Ngo.into(),
                country: "KE".into(),
                ..Default::default()
            };
            world.operator.ask(register).await.unwrap();
        }
        let partnership = id(&format!("{name}/partnership"));
        let callers: Vec<Caller> = ids.iter().map(|it| world.operator.partner(it)).collect();
        let form = FormPartnership {
            command_id: fresh(),
            partnership_id: partnership.clone(),
            title: name.into(),
            currency: "KES".into(),
            rules,
            terms: Some(terms),
            founders: ids
                .iter()
                .zip(roles)
                .map(|(it, role)| Founder { partner_id: it.clone(), roles: vec![(*role).into()] })
                .collect(),
            ..Default::default()
        };
        callers[0].ask(form).await.unwrap();
        Members { partnership, ids, callers }
    }

    /// Each has stated what it expects, and accepted: the partnership is active.
    pub async fn accept(&self) {
        for caller in &self.callers {
            let (partnership_id, text) = (self.partnership.clone(), "Answers within a week".to_owned());
            let state = StateExpectation { command_id: fresh(), partnership_id, text, ..Default::default() };
            caller.ask(state).await.unwrap();
        }
        for caller in &self.callers {
            let partnership_id = self.partnership.clone();
            let accept =
                AcceptInvitation { command_id: fresh(), partnership_id, charter_version: 1, ..Default::default() };
            caller.ask(accept).await.unwrap();
        }
    }
}

fn fresh() -> String {
    Uuid::now_v7().to_string()
}
