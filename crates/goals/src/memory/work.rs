//! What is under way: who does it, towards which goal.

use std::collections::{BTreeMap, HashMap};

use contract::goals::{WorkKind, event::Kind as Event};
use serde::{Deserialize, Serialize};

#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Work {
    /// What is open, by id, by partnership.
    partnerships: HashMap<String, BTreeMap<String, Open>>,
}

/// Something that is planned, begun or promised, and not over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// A number of accord.goals.v1.WorkKind.
    kind: i32,
    /// Empty: towards none.
    pub goal_id: String,
    /// What it is, in a line.
    pub title: String,
    /// Who leads it, or has promised it.
    pub lead_partner_id: String,
    pub supporting_partner_ids: Vec<String>,
    /// To whom it is promised; empty: to all.
    pub to_partner_id: String,
}

impl Work {
    pub(super) fn in_partnership(&self, partnership_id: &str) -> impl Iterator<Item = (&str, &Open)> {
        let open = self.partnerships.get(partnership_id);
        open.into_iter().flatten().map(|(id, it)| (id.as_str(), it))
    }

    pub(super) fn open(&self, partnership_id: &str, id: &str) -> Option<&Open> {
        self.partnerships.get(partnership_id)?.get(id)
    }

    pub(super) fn own(&mut self, event: &Event) {
        self.undertaking(event);
        match event {
            // What a source lists is as published: nobody here has it under way.
            Event::ActivityPlanned(it) if it.source.is_empty() => {
                let open = Open {
                    kind: WorkKind::Activity.into(),
                    goal_id: it.goal_id.clone(),
                    title: it.title.clone(),
                    lead_partner_id: it.lead_partner_id.clone(),
                    supporting_partner_ids: it.supporting_partner_ids.clone(),
                    to_partner_id: String::new(),
                };
                self.begin(&it.partnership_id, &it.activity_id, open);
            }
            Event::ActivityRevised(it) => self.change(&it.partnership_id, &it.activity_id, |open| {
                open.goal_id.clone_from(&it.goal_id);
                open.title.clone_from(&it.title);
                open.supporting_partner_ids.clone_from(&it.supporting_partner_ids);
            }),
            Event::ActivityHandedOver(it) => self.change(&it.partnership_id, &it.activity_id, |open| {
                open.lead_partner_id.clone_from(&it.to_partner_id);
                open.supporting_partner_ids.retain(|partner| *partner != it.to_partner_id);
            }),
            Event::ActivityLeft(it) => self.change(&it.partnership_id, &it.activity_id, |open| {
                open.supporting_partner_ids.retain(|partner| *partner != it.partner_id);
                open.supporting_partner_ids.extend(Some(it.to_partner_id.clone()).filter(|it| !it.is_empty()));
            }),
            Event::ActivityMoved(it) => {
                self.change(&it.partnership_id, &it.activity_id, |open| open.goal_id.clone_from(&it.to_goal_id));
            }
            Event::ActivityCompleted(it) => self.end(&it.partnership_id, &it.activity_id),
            Event::ActivityCancelled(it) => self.end(&it.partnership_id, &it.activity_id),
            _ => (),
        }
    }

    fn undertaking(&mut self, event: &Event) {
        match event {
            Event::UndertakingGiven(it) => {
                let open = Open {
                    kind: WorkKind::Undertaking.into(),
                    goal_id: it.goal_id.clone(),
                    title: it.what.clone(),
                    lead_partner_id: it.given_by.clone(),
                    supporting_partner_ids: vec![],
                    to_partner_id: it.to_partner_id.clone(),
                };
                self.begin(&it.partnership_id, &it.undertaking_id, open);
            }
            Event::UndertakingRenegotiated(it) => {
                self.change(&it.partnership_id, &it.undertaking_id, |open| open.title.clone_from(&it.what));
            }
            Event::UndertakingHandedOver(it) => self.change(&it.partnership_id, &it.undertaking_id, |open| {
                open.lead_partner_id.clone_from(&it.given_by);
                open.to_partner_id.clone_from(&it.to_partner_id);
            }),
            Event::UndertakingMoved(it) => {
                self.change(&it.partnership_id, &it.undertaking_id, |open| open.goal_id.clone_from(&it.goal_id));
            }
            Event::FulfilmentConfirmed(it) => self.end(&it.partnership_id, &it.undertaking_id),
            Event::UndertakingReleased(it) => self.end(&it.partnership_id, &it.undertaking_id),
            _ => (),
        }
    }

    fn begin(&mut self, partnership_id: &str, id: &str, open: Open) {
        self.partnerships.entry(partnership_id.to_owned()).or_default().insert(id.to_owned(), open);
    }

    fn change(&mut self, partnership_id: &str, id: &str, change: impl FnOnce(&mut Open)) {
        if let Some(open) = self.partnerships.get_mut(partnership_id).and_then(|it| it.get_mut(id)) {
            change(open);
        }
    }

    fn end(&mut self, partnership_id: &str, id: &str) {
        if let Some(open) = self.partnerships.get_mut(partnership_id) {
            open.remove(id);
        }
    }
}

impl Open {
    pub fn kind(&self) -> WorkKind {
        WorkKind::try_from(self.kind).unwrap_or_default()
    }

    /// Whether the partner leads, supports or has promised it.
    pub fn is_of(&self, partner_id: &str) -> bool {
        self.lead_partner_id == partner_id || self.supporting_partner_ids.iter().any(|it| it == partner_id)
    }
}
