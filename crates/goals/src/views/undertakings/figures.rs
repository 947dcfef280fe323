//! What the summary is counted from: of each undertaking whose it was when, and of each partner when it was a member.

use contract::{
    goals::{self, UndertakingGiven, UndertakingState, event::Kind as Event},
    log::{Envelope, envelope::Fact},
    partners::{self, event::Kind as Heard},
};
use prost::Message;
use runtime::views::{Fold, View, key};
use serde::{Deserialize, Serialize};

use crate::views::UNDERTAKING_FIGURES;

pub struct Figures;

/// One of the two.
#[derive(Clone, PartialEq, Message)]
pub struct Row {
    #[prost(message, optional, tag = "1")]
    pub counted: Option<Counted>,
    #[prost(message, optional, tag = "2")]
    pub membership: Option<Membership>,
}

/// An undertaking, as far as it is counted.
#[derive(Clone, PartialEq, Message, Serialize, Deserialize)]
pub struct Counted {
    /// Who promised it, from when on.
    #[prost(message, repeated, tag = "1")]
    pub givers: Vec<Side>,
    /// To whom, from when on; empty: to all.
    #[prost(message, repeated, tag = "2")]
    pub receivers: Vec<Side>,
    #[prost(string, tag = "3")]
    pub first_due_on: String,
    #[prost(string, tag = "4")]
    pub due_on: String,
    /// A number of accord.goals.v1.UndertakingState.
    #[prost(int32, tag = "5")]
    pub state: i32,
    /// When it was done, unless that was returned.
    #[prost(string, tag = "6")]
    pub fulfilled_on: String,
    #[prost(string, tag = "7")]
    pub released_on: String,
}

#[derive(Clone, PartialEq, Message, Serialize, Deserialize)]
pub struct Side {
    #[prost(string, tag = "1")]
    pub partner_id: String,
    #[prost(string, tag = "2")]
    pub since: String,
}

#[derive(Clone, PartialEq, Message, Serialize, Deserialize)]
pub struct Membership {
    #[prost(string, tag = "1")]
    pub partner_id: String,
    #[prost(message, repeated, tag = "2")]
    pub spans: Vec<Span>,
}

#[derive(Clone, PartialEq, Message, Serialize, Deserialize)]
pub struct Span {
    #[prost(string, tag = "1")]
    pub from: String,
    /// The day it left; empty: it has not.
    #[prost(string, tag = "2")]
    pub until: String,
}

impl View for Figures {
    fn name(&self) -> &'static str {
        UNDERTAKING_FIGURES
    }

    fn version(&self) -> u32 {
        1
    }

    fn project(&self, fact: &Envelope, fold: &mut Fold<'_>) {
        match &fact.fact {
            Some(Fact::Goals(goals::Event { kind: Some(event) })) => own(event, fact, fold),
            Some(Fact::Partners(partners::Event { kind: Some(event) })) => {
                heard(event, &fact.recorded_on().to_string(), fold)
            }
            _ => (),
        }
    }
}

fn own(event: &Event, fact: &Envelope, fold: &mut Fold<'_>) {
    if let Event::UndertakingGiven(it) = event {
        let row = Row { counted: Some(given(it)), membership: None };
        fold.put(of_undertaking(&it.partnership_id, &it.undertaking_id), row);
    }
    let Some(undertaking_id) = moved(event) else { return };
    fold.change(of_undertaking(&fact.partnership, undertaking_id), |row: &mut Row| {
        if let Some(counted) = &mut row.counted {
            counted.moves_on(event, &fact.recorded_on().to_string());
        }
    });
}

/// The undertaking of which the event tells, once it is given.
pub(crate) fn moved(event: &Event) -> Option<&str> {
    match event {
        Event::UndertakingFulfilled(it) => Some(&it.undertaking_id),
        Event::FulfilmentConfirmed(it) => Some(&it.undertaking_id),
        Event::FulfilmentReturned(it) => Some(&it.undertaking_id),
        Event::UndertakingRenegotiated(it) => Some(&it.undertaking_id),
        Event::UndertakingReleased(it) => Some(&it.undertaking_id),
        Event::UndertakingHandedOver(it) => Some(&it.undertaking_id),
        _ => None,
    }
}

impl Counted {
    pub(crate) fn moves_on(&mut self, event: &Event, day: &str) {
        match event {
            Event::UndertakingFulfilled(it) => {
                self.state = UndertakingState::Fulfilled.into();
                self.fulfilled_on.clone_from(&it.fulfilled_on);
            }
            Event::FulfilmentConfirmed(_) => self.state = UndertakingState::Confirmed.into(),
            Event::FulfilmentReturned(_) => {
                self.state = UndertakingState::Open.into();
                self.fulfilled_on.clear();
            }
            Event::UndertakingRenegotiated(it) => self.due_on.clone_from(&it.due_on),
            Event::UndertakingReleased(_) => {
                self.state = UndertakingState::Released.into();
                self.released_on = day.to_owned();
            }
            Event::UndertakingHandedOver(it) => {
                let since = |partner_id: &String| Side { partner_id: partner_id.clone(), since: day.to_owned() };
                self.givers.push(since(&it.given_by));
                self.receivers.push(since(&it.to_partner_id));
            }
            _ => (),
        }
    }
}

pub(crate) fn given(it: &UndertakingGiven) -> Counted {
    let since = |partner_id: &String| Side { partner_id: partner_id.clone(), since: it.given_on.clone() };
    Counted {
        givers: vec![since(&it.given_by)],
        receivers: vec![since(&it.to_partner_id)],
        first_due_on: it.due_on.clone(),
        due_on: it.due_on.clone(),
        state: UndertakingState::Open.into(),
        ..Default::default()
    }
}

fn heard(event: &Heard, day: &str, fold: &mut Fold<'_>) {
    match event {
        Heard::InvitationAccepted(it) => {
            fold.upsert(of_member(&it.partnership_id, &it.partner_id), |row: &mut Row| {
                row.membership.get_or_insert_default().begins(&it.partner_id, day);
            });
        }
        Heard::MemberLeft(it) => leave(fold, &it.partnership_id, &it.partner_id, day),
        Heard::MemberRemoved(it) => leave(fold, &it.partnership_id, &it.partner_id, day),
        _ => (),
    }
}

fn leave(fold: &mut Fold<'_>, partnership_id: &str, partner_id: &str, day: &str) {
    fold.change(of_member(partnership_id, partner_id), |row: &mut Row| {
        row.membership.iter_mut().for_each(|it| it.ends(day));
    });
}

impl Membership {
    /// Another version of the charter may be accepted by one that is a member already.
    pub(crate) fn begins(&mut self, partner_id: &str, day: &str) {
        partner_id.clone_into(&mut self.partner_id);
        if self.spans.last().is_none_or(|it| !it.until.is_empty()) {
            self.spans.push(Span { from: day.to_owned(), until: String::new() });
        }
    }

    pub(crate) fn ends(&mut self, day: &str) {
        if let Some(span) = self.spans.last_mut() {
            span.until = day.to_owned();
        }
    }
}

fn of_undertaking(partnership_id: &str, undertaking_id: &str) -> Vec<u8> {
    key(&[partnership_id, "undertaking", undertaking_id])
}

fn of_member(partnership_id: &str, partner_id: &str) -> Vec<u8> {
    key(&[partnership_id, "member", partner_id])
}
