//! Whatever is asked in whatever order: nobody has two changes pending, nobody that went has a voice, everything ends.

use contract::{
    common::Standing as Stands,
    log::{Envelope, envelope::Fact},
    partners::{
        AddExitItem, AmendCharter, ChangeRole, ClosePartnership, CompleteExit, DissolvePartnership, EndExitItem,
        Event as OwnEvent, ExitItem, ExitItemKind, GrantProxy, LeavePartnership, ReinstateMember, RemoveMember,
        ReviseDraft, SuspendMember, WithdrawLeaving,
    },
};
use jiff::SignedDuration;
use kernel::{Aggregate, Context, Decide};
use partners::{partnership::state::Formed, proposal::voices::PROXIES_MAX, round::decisions::Voices};
use proptest::{
    collection::vec,
    prelude::{Just, ProptestConfig, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest},
    test_runner::TestCaseError,
};
use runtime::standing::Standing;

use super::*;

const PARTNERS: [&str; 5] = ["funder", "lender", "insurer", "trainer", "auditor"];

#[derive(Debug, Clone)]
enum Order {
    Invite,
    Accept,
    Revise,
    Amend,
    Role(i32),
    Suspend,
    Reinstate,
    Remove,
    Dissolve,
    Close,
    /// So many days ahead.
    Leave(u8),
    Stay,
    Complete,
    /// A concern about the other.
    Raise,
    /// Of the open concerns the one at this place, however it ends.
    EndConcern(usize),
    /// Lets the other speak for it, from so many days ahead.
    Grant(u8),
    /// Of the changes that are pending the one at this place, wanted or not.
    Conclude(usize, bool),
    Wait(u8),
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]
    #[test]
    fn no_order_of_commands_breaks_a_partnership(
        is_active in any::<bool>(),
        orders in vec((0..PARTNERS.len(), 0..PARTNERS.len(), order()), 0..150),
    ) {
        let mut world = if is_active { World::active() } else { World::forming() };
        for (by, about, order) in orders {
            world.order(PARTNERS[by], PARTNERS[about], order);
            world.holds()?;
        }
        world.ends()?;
    }
}

fn order() -> impl Strategy<Value = Order> {
    prop_oneof![
        2 => Just(Order::Invite),
        6 => Just(Order::Accept),
        1 => Just(Order::Revise),
        1 => Just(Order::Amend),
        2 => (1..=6).prop_map(Order::Role),
        2 => Just(Order::Suspend),
        2 => Just(Order::Reinstate),
        2 => Just(Order::Remove),
        1 => Just(Order::Dissolve),
        1 => Just(Order::Close),
        2 => (0_u8..40).prop_map(Order::Leave),
        1 => Just(Order::Stay),
        2 => Just(Order::Complete),
        3 => (0_u8..40).prop_map(Order::Grant),
        2 => Just(Order::Raise),
        1 => (0_usize..4).prop_map(Order::EndConcern),
        6 => (0_usize..4, any::<bool>()).prop_map(|(at, adopted)| Order::Conclude(at, adopted)),
        2 => (1_u8..40).prop_map(Order::Wait),
    ]
}

/// The partnership as decisions see it, and as permission checks do.
struct World {
    partnership: Partnership,
    standing: Standing,
    context: Context,
    events: usize,
    /// Those that are open, of so many that were raised.
    concerns: Vec<Grievance>,
    raised: usize,
}

impl World {
    fn forming() -> Self {
        let terms = Some(Terms { notice_days: Some(10), ..Default::default() });
        let mut world = World {
            partnership: Partnership::default(),
            standing: Standing::default(),
            context: context(),
            events: 0,
            concerns: vec![],
            raised: 0,
        };
        world.happen(PartnershipFormed { terms, ..formed() }.into());
        world
    }

    /// Four of them with a voice, so that what takes three is tried often.
    fn active() -> Self {
        let mut world = World::forming();
        for partner in &PARTNERS[2..4] {
            world.happen(PartnerInvited { partner_id: (*partner).into(), ..invited() }.into());
        }
        for partner in &PARTNERS[..4] {
            world.happen(accepted(partner).into());
        }
        world.happen(activated().into());
        world
    }

    fn happen(&mut self, event: Event) {
        self.partnership.evolve(&event, &event_id(self.events));
        self.events += 1;
        let fact = Some(Fact::Partners(OwnEvent { kind: Some(event) }));
        self.standing.remember(&Envelope { fact, partnership: "partnership".into(), ..Default::default() });
    }

    fn carry_out<C>(&mut self, by: &str, known: <Partnership as Decide<C>>::Known, command: C)
    where
        Partnership: Decide<C>,
    {
        self.context.partner = by.into();
        let decided = self.partnership.decide(&command, &known, &self.context);
        decided.unwrap_or_default().into_iter().for_each(|it| self.happen(it));
    }

    fn order(&mut self, by: &str, about: &str, order: Order) {
        let (partnership_id, partner_id) = ("partnership".to_owned(), about.to_owned());
        let reason = String::from("why");
        let version = self.formed().charter.version;
        match order {
            Order::Invite => self.carry_out(by, REGISTERED, InvitePartner { partner_id, ..invite() }),
            Order::Accept => self.carry_out(by, (), accept(version)),
            Order::Revise => {
                let (title, currency) = (format!("Draft {version}"), "GBP".into());
                let revise = ReviseDraft { partnership_id, title, currency, ..Default::default() };
                self.carry_out(by, Named::default(), revise);
            }
            Order::Amend => {
                let title = format!("Charter {version}");
                let amend = AmendCharter { partnership_id, title, reason, ..Default::default() };
                self.carry_out(by, Named::default(), amend);
            }
            Order::Role(role) => {
                self.carry_out(
                    by,
                    (),
                    ChangeRole { partnership_id, partner_id, roles: vec![role], ..Default::default() },
                );
            }
            Order::Suspend => {
                self.carry_out(by, (), SuspendMember { partnership_id, partner_id, reason, ..Default::default() });
            }
            Order::Reinstate => {
                self.carry_out(by, (), ReinstateMember { partnership_id, partner_id, reason, ..Default::default() });
            }
            Order::Remove => {
                self.carry_out(by, (), RemoveMember { partnership_id, partner_id, reason, ..Default::default() });
            }
            Order::Dissolve => {
                self.carry_out(by, (), DissolvePartnership { partnership_id, reason, ..Default::default() });
            }
            Order::Close => {
                self.carry_out(by, nothing_open(), ClosePartnership { partnership_id, ..Default::default() });
            }
            Order::Leave(days) => {
                let day = self.context.now + SignedDuration::from_hours(24 * i64::from(days));
                let effective_on = day.strftime("%F").to_string();
                let leave = LeavePartnership { partnership_id, reason, effective_on, ..Default::default() };
                self.carry_out(by, self.outstanding(), leave);
            }
            Order::Stay => self.carry_out(by, (), WithdrawLeaving { partnership_id, ..Default::default() }),
            Order::Complete => {
                self.carry_out("", (), CompleteExit { partnership_id, partner_id, ..Default::default() });
            }
            Order::Raise => self.raise(by, about),
            Order::EndConcern(at) if at < self.concerns.len() => self.end_concern(at),
            Order::EndConcern(_) => (),
            Order::Grant(days) => {
                let day =
                    (self.context.now + SignedDuration::from_hours(24 * i64::from(days))).strftime("%F").to_string();
                let (holder_id, starts_on) = (partner_id, day.clone());
                let grant = GrantProxy { partnership_id, holder_id, starts_on, ends_on: day, ..Default::default() };
                self.carry_out(by, Voices::default(), grant);
            }
            Order::Conclude(at, adopted) => {
                let Some(pending) = self.formed().pending.get(at) else { return };
                let (change_event_id, why) = (pending.event_id.clone(), "decided".into());
                let conclude = ConcludeChange { partnership_id, change_event_id, adopted, why, ..Default::default() };
                self.carry_out("", self.outstanding(), conclude);
            }
            Order::Wait(days) => self.context.now += SignedDuration::from_hours(24 * i64::from(days)),
        }
    }

    fn outstanding(&self) -> Outstanding {
        Outstanding { proposals: vec![], concerns: self.concerns.clone() }
    }

    /// As the concern itself decides it, and what follows for those that are leaving.
    fn raise(&mut self, by: &str, about: &str) {
        let takes_part = |it: &str| self.formed().member(it).is_some_and(|it| it.has_accepted());
        if by == about || !takes_part(by) || !takes_part(about) {
            return;
        }
        self.raised += 1;
        let concern_id = format!("concern {}", self.raised);
        let concern = Grievance { concern_id: concern_id.clone(), raised_by: by.into(), about: vec![about.into()] };
        self.concerns.push(concern);
        for leaver in [by, about].map(str::to_owned) {
            if self.formed().leaving(&leaver).is_some() {
                let (item_id, kind) = (concern_id.clone(), ExitItemKind::Concern.into());
                let item = Some(ExitItem { item_id, kind, ..Default::default() });
                self.carry_out("", (), AddExitItem { partner_id: leaver, item, ..Default::default() });
            }
        }
    }

    fn end_concern(&mut self, at: usize) {
        let Grievance { concern_id: item_id, .. } = self.concerns.remove(at);
        for partner_id in PARTNERS.map(str::to_owned) {
            let (partnership_id, item_id) = ("partnership".to_owned(), item_id.clone());
            self.carry_out("", (), EndExitItem { partnership_id, partner_id, item_id, ..Default::default() });
        }
    }

    /// Every open concern is on the sheet of each side that leaves, and none that has ended is open on any.
    fn concerns_are_listed(&self) -> Result<(), TestCaseError> {
        for exit in &self.formed().exits {
            let open: Vec<_> = exit.items.iter().filter(|it| it.is_open()).map(|it| &it.open).collect();
            for concern in self.concerns.iter().filter(|it| !exit.is_over && it.involves(&exit.partner_id)) {
                let is_listed = open.iter().any(|it| it.item_id == concern.concern_id);
                prop_assert!(is_listed, "{concern:?} is not on the sheet of {}", exit.partner_id);
            }
            for item in open.iter().filter(|it| it.kind() == ExitItemKind::Concern) {
                let is_open = self.concerns.iter().any(|it| it.concern_id == item.item_id);
                prop_assert!(is_open, "{item:?} has ended");
            }
        }
        Ok(())
    }

    fn formed(&self) -> &Formed {
        match &self.partnership {
            Partnership::Formed(formed) => formed,
            Partnership::Unformed => panic!("it is formed"),
        }
    }

    /// Exits complete at their day, what is pending is concluded, and what is closing is closed.
    fn ends(&mut self) -> Result<(), TestCaseError> {
        self.context.now += SignedDuration::from_hours(24 * 800);
        for partner in PARTNERS {
            self.order("", partner, Order::Complete);
        }
        for _ in 0..self.formed().pending.len() {
            self.order("", "", Order::Conclude(0, true));
        }
        self.holds()?;
        prop_assert!(self.formed().exits.iter().all(|it| it.is_over), "an exit is not over");
        prop_assert!(self.formed().pending.is_empty(), "a change is not concluded");
        while !self.concerns.is_empty() {
            self.end_concern(0);
        }
        self.concerns_are_listed()?;
        if self.formed().stage == Stage::Closing {
            let closer = self.formed().voices().next().map(|it| it.partner_id.clone());
            self.order(&closer.unwrap_or_default(), "", Order::Close);
            prop_assert_eq!(self.formed().stage, Stage::Closed);
        }
        Ok(())
    }

    fn holds(&self) -> Result<(), TestCaseError> {
        self.concerns_are_listed()?;
        let formed = self.formed();
        for (place, pending) in formed.pending.iter().enumerate() {
            let others = &formed.pending[..place];
            prop_assert!(!others.iter().any(|it| it.change.is_of_the_kind(&pending.change)), "two of {pending:?}");
            prop_assert_eq!(formed.stage, Stage::Active, "nothing is pending but in an active partnership");
            let (concerns, is_admission) =
                (pending.change.concerns(), pending.change.is_admission_of(pending.change.concerns()));
            let is_there = concerns.is_empty() || is_admission || formed.member(concerns).is_some();
            prop_assert!(is_there, "waits for one that is gone: {pending:?}");
        }
        for partner in PARTNERS {
            let member = formed.members.iter().find(|it| it.partner_id == partner);
            let is_out = member.is_none_or(|it| it.is_former || it.is_suspended || !it.has_accepted());
            prop_assert!(!(is_out && formed.has_voice(partner)), "{partner} has a voice");
            let stands = self.standing.of("partnership", partner);
            prop_assert!(!(is_out && stands == Stands::Member), "{partner} stands as a member");
            if formed.stage != Stage::Forming {
                prop_assert_eq!(formed.has_voice(partner), stands == Stands::Member, "{}", partner);
            }
            prop_assert_eq!(formed.members.iter().filter(|it| it.partner_id == partner).count() <= 1, true);
        }
        for (giver, proxy) in formed.proxies.iter() {
            let both_speak = formed.has_voice(giver) && formed.has_voice(&proxy.holder_id);
            prop_assert!(both_speak && *giver != proxy.holder_id, "{giver} has {proxy:?}");
            let others = formed.proxies.iter().filter(|(_, it)| it.holder_id == proxy.holder_id);
            let held = others.filter(|(_, it)| it.covers(proxy.starts_on)).count();
            prop_assert!(held <= PROXIES_MAX, "{} speaks for {held} others", proxy.holder_id);
        }
        let known = self.standing.partnership("partnership").map(|it| (it.stage(), it.charter_version));
        prop_assert_eq!(known, Some((formed.stage, formed.charter.version)));
        prop_assert!(formed.stage != Stage::Active || 2 <= formed.voices().count(), "one voice decides alone");
        Ok(())
    }
}
