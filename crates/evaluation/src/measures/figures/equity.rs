//! Equity: what each member gained, beside the share that the charter agrees to, and how fair that is found.

use std::collections::BTreeMap;

use contract::{
    common::{Figure, Measure, Unit},
    evaluation::{Benefit, BenefitKind, BenefitState, EquityLine, GetEquity},
};
use kernel::measures::median_hundredths;
use runtime::measuring::figures::{hundredths, missing, percent, share, valued};

use super::{Around, whole};
use crate::{memory::tallies::Tally, views::equity};

pub(super) fn figures(tally: &Tally, around: &Around) -> Vec<Figure> {
    let benefits: Vec<Benefit> = tally.benefits().collect();
    let equity = equity(&GetEquity::default(), benefits.clone(), around.shares.clone());
    let lines: Vec<EquityLine> =
        equity.lines.into_iter().filter(|it| around.members.contains(&it.partner_id)).collect();
    let mut figures = agreed(&lines);
    figures.extend(gained(&lines, &benefits));
    figures.extend(confirmed(&lines));
    figures.extend(fairness(&tally.fairness, &around.members));
    figures
}

fn agreed(lines: &[EquityLine]) -> Vec<Figure> {
    let figure = |it: &EquityLine| {
        let agreed = percent(Measure::BenefitShareAgreed, it.agreed_basis_points?.into());
        Some(Figure { partner_ids: vec![it.partner_id.clone()], ..agreed })
    };
    let figures: Vec<_> = lines.iter().filter_map(figure).collect();
    match figures.is_empty() {
        true => vec![missing(Measure::BenefitShareAgreed, "the charter agrees on no shares: gains stand side by side")],
        false => figures,
    }
}

/// Currencies are never added up.
fn gained(lines: &[EquityLine], benefits: &[Benefit]) -> Vec<Figure> {
    let mut counts: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut all: BTreeMap<&str, u32> = BTreeMap::new();
    let is_money = |it: &&Benefit| it.kind() == BenefitKind::Money && it.state() == BenefitState::Confirmed;
    for it in benefits.iter().filter(is_money) {
        *counts.entry((&it.currency, &it.partner_id)).or_default() += 1;
        *all.entry(&it.currency).or_default() += 1;
    }
    let each = lines.iter().flat_map(|line| line.money.iter().map(move |it| (line, it)));
    let figure = |(line, it): (&EquityLine, &contract::evaluation::MoneyGained)| {
        let (currency, partner_id) = (it.currency.as_str(), line.partner_id.as_str());
        Some(Figure {
            partner_ids: vec![line.partner_id.clone()],
            split: it.currency.clone(),
            count: Some(counts.get(&(currency, partner_id)).copied().unwrap_or(0)),
            of: Some(all.get(currency).copied().unwrap_or(0)),
            ..percent(Measure::BenefitShare, it.share_basis_points?.into())
        })
    };
    let figures: Vec<_> = each.filter_map(figure).collect();
    match figures.is_empty() {
        true => vec![missing(Measure::BenefitShare, "no money gained is confirmed by another member")],
        false => figures,
    }
}

/// Money, people, capacity, data and visibility are never added up: these are counts of what was recorded.
fn confirmed(lines: &[EquityLine]) -> Vec<Figure> {
    let count = |it: &EquityLine| {
        let (confirmed, others) =
            it.kinds.iter().fold((0, 0), |(yes, no), it| (yes + it.confirmed, no + it.recorded + it.disputed));
        (confirmed, confirmed + others)
    };
    let why = "no benefit is recorded";
    let (confirmed, recorded) = lines.iter().map(count).fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
    let each = lines.iter().map(|it| {
        let (confirmed, recorded) = count(it);
        Figure {
            partner_ids: vec![it.partner_id.clone()],
            ..share(Measure::BenefitsConfirmed, confirmed, recorded, why)
        }
    });
    [share(Measure::BenefitsConfirmed, confirmed, recorded, why)].into_iter().chain(each).collect()
}

/// Of those that are members now.
fn fairness(ratings: &BTreeMap<String, u32>, members: &[String]) -> Vec<Figure> {
    let given: Vec<(&String, u32)> =
        ratings.iter().filter(|(it, _)| members.contains(it)).map(|(it, rating)| (it, *rating)).collect();
    let scores: Vec<u32> = given.iter().map(|(_, it)| *it).collect();
    let (Some(median), Some((who, least))) = (median_hundredths(&scores), given.iter().min_by_key(|(_, it)| *it))
    else {
        let why = "no member has said how fair it finds its share";
        return vec![Figure { count: Some(0), of: Some(whole(members.len())), ..missing(Measure::Fairness, why) }];
    };
    let median = valued(Measure::Fairness, Unit::OfFive, hundredths(i64::try_from(median).unwrap_or(i64::MAX)));
    let lowest = Figure {
        partner_ids: vec![(*who).clone()],
        count: Some(whole(scores.iter().filter(|it| *it == least).count())),
        of: Some(whole(scores.len())),
        ..valued(Measure::FairnessLowest, Unit::OfFive, least.to_string())
    };
    vec![Figure { count: Some(whole(scores.len())), of: Some(whole(members.len())), ..median }, lowest]
}
