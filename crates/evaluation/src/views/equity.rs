//! What each partner gained, kind by kind, beside the share that the charter agrees to.

use std::collections::BTreeMap;

use contract::evaluation::{
    Benefit, BenefitKind, BenefitState, Equity, EquityLine, GetEquity, KindGained, MoneyGained,
};
use runtime::Room;

use crate::Evaluation;

const WHOLE_BASIS_POINTS: i128 = 10_000;

/// The shares that the charter agrees to, in basis points; none: it agrees to none.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Shares(pub Vec<(String, u32)>);

impl Shares {
    pub fn agreed(room: &Room<Evaluation>, partnership_id: &str) -> Self {
        Shares(room.standing.partnership(partnership_id).map(|it| it.terms.benefit_shares.clone()).unwrap_or_default())
    }
}

pub fn equity(question: &GetEquity, benefits: Vec<Benefit>, agreed: Shares) -> Equity {
    let mut lines: BTreeMap<String, EquityLine> = BTreeMap::new();
    for (partner_id, share) in &agreed.0 {
        lines.entry(partner_id.clone()).or_default().agreed_basis_points = Some(*share);
    }
    for benefit in benefits.iter().filter(|it| is_asked_for(question, it)) {
        add(lines.entry(benefit.partner_id.clone()).or_default(), benefit);
    }
    let mut lines: Vec<_> = lines.into_iter().map(|(partner_id, it)| EquityLine { partner_id, ..it }).collect();
    share(&mut lines);
    Equity { as_of: vec![], lines, shares_are_agreed: !agreed.0.is_empty() }
}

/// Dates of one form compare as text. What was taken back was not gained.
fn is_asked_for(question: &GetEquity, it: &Benefit) -> bool {
    it.state() != BenefitState::Withdrawn
        && question.from <= it.period_end
        && (question.until.is_empty() || it.period_end <= question.until)
}

fn add(line: &mut EquityLine, benefit: &Benefit) {
    let place = line.kinds.binary_search_by_key(&benefit.kind, |it| it.kind).unwrap_or_else(|place| {
        line.kinds.insert(place, KindGained { kind: benefit.kind, ..Default::default() });
        place
    });
    let kind = &mut line.kinds[place];
    match benefit.state() {
        BenefitState::Confirmed => kind.confirmed += 1,
        BenefitState::Disputed => kind.disputed += 1,
        BenefitState::Recorded | BenefitState::Withdrawn | BenefitState::Unspecified => kind.recorded += 1,
    }
    if benefit.kind() == BenefitKind::Money && !benefit.currency.is_empty() {
        add_money(line, benefit);
    }
}

fn add_money(line: &mut EquityLine, benefit: &Benefit) {
    let place = line.money.binary_search_by(|it| it.currency.cmp(&benefit.currency)).unwrap_or_else(|place| {
        line.money.insert(place, MoneyGained { currency: benefit.currency.clone(), ..Default::default() });
        place
    });
    let money = &mut line.money[place];
    let sum = match benefit.state() {
        BenefitState::Confirmed => &mut money.confirmed_minor,
        BenefitState::Disputed => &mut money.disputed_minor,
        BenefitState::Recorded | BenefitState::Withdrawn | BenefitState::Unspecified => &mut money.recorded_minor,
    };
    *sum = sum.saturating_add(benefit.amount_minor);
}

/// Of what is confirmed only: what one partner says of itself is no share yet.
fn share(lines: &mut [EquityLine]) {
    let mut all: BTreeMap<String, i128> = BTreeMap::new();
    for money in lines.iter().flat_map(|it| &it.money) {
        *all.entry(money.currency.clone()).or_default() += i128::from(money.confirmed_minor);
    }
    for money in lines.iter_mut().flat_map(|it| &mut it.money) {
        let whole = all[&money.currency];
        let part = || i128::from(money.confirmed_minor) * WHOLE_BASIS_POINTS / whole;
        money.share_basis_points = (whole != 0).then(|| u32::try_from(part()).unwrap_or_default());
    }
}
