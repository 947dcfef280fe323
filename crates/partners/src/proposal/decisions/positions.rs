//! Taking positions, for oneself or as another's proxy.

use contract::partners::{Choice, PositionTaken, Ranking, Rule, TakePosition};
use kernel::{Context, Decide, Decision, Invalid};

use super::super::{
    rejection::Rejection,
    rules,
    state::{Opened, Position, Proposal},
    voices::PROXIES_MAX,
};
use super::Speaking;
use crate::{
    partnership::state::Granted,
    sealing::{self, SealingKey},
};

impl Decide<TakePosition> for Proposal {
    type Known = Speaking;

    fn target(command: &TakePosition) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &TakePosition, known: &Speaking, context: &Context) -> Decision<Self> {
        let Speaking { key, proxy } = known;
        let position = position(command, context)?;
        let opened = self.opened()?;
        opened.has_voice(context)?;
        opened.allows(&position)?;
        if opened.has_heard(&position, key) {
            return Ok(vec![]);
        }
        opened.in_time(context)?;
        opened.may_speak_for(&position, proxy.as_ref(), context)?;
        if !opened.opens(key) {
            return Err(Rejection::KeyGone);
        }
        let taken = if opened.motion.hidden { hidden(position, key, context)? } else { position };
        Ok(opened.with_its_end(taken, key))
    }
}

impl Opened {
    fn has_heard(&self, it: &PositionTaken, known: &SealingKey) -> bool {
        let is_the_same = |had: Position| {
            (&had.partner_id, had.choice, &had.reason, &had.ranks, &had.by_proxy)
                == (&it.partner_id, it.choice(), &it.reason, &it.ranks, &it.by_proxy)
        };
        let had = self.positions.get(&self.voice_of(&it.partner_id)).cloned();
        had.is_some_and(|mut had| {
            had.open(known.key.as_ref());
            is_the_same(had)
        })
    }

    /// Whether the rule takes such a choice, and the motion has what is ranked.
    fn allows(&self, it: &PositionTaken) -> Result<(), Rejection> {
        match (rules::known(self.rule) == Rule::Ranked, it.choice()) {
            (true, Choice::Agree | Choice::Object) => Err(Rejection::OnlyRanked),
            (false, Choice::Rank) => Err(Rejection::NothingToRank),
            _ => {
                let many = self.motion.options.len();
                match it.ranks.iter().find(|it| many < it.option as usize) {
                    Some(it) => {
                        let problem = format!("ranks option {}; the motion has {many}", it.option);
                        Err(Invalid::new("rankings", problem).into())
                    }
                    None => Ok(()),
                }
            }
        }
    }

    /// For itself, or by a proxy for a member that has not spoken for itself. One appointed here stands above a standing
    /// one.
    fn may_speak_for(
        &self,
        it: &PositionTaken,
        standing: Option<&Granted>,
        context: &Context,
    ) -> Result<(), Rejection> {
        if it.by_proxy.is_empty() {
            return Ok(());
        }
        let (voice, holder) = (self.voice_of(&it.partner_id), self.voice_of(&it.by_proxy));
        let is_granted = |standing: &Granted| {
            let is_in_force = standing.is_in_force(self.motion.matter, context.today());
            // Those that became affiliates meanwhile have one voice.
            standing.holder_id == it.by_proxy && is_in_force && holder != voice
        };
        let may = match self.proxies.get(&voice) {
            Some(appointed) => appointed.holder_id == it.by_proxy,
            None => standing.is_some_and(is_granted),
        };
        if !may || !self.is_eligible(&it.partner_id) {
            return Err(Rejection::NoProxy);
        }
        match self.positions.get(&voice) {
            Some(had) if had.by_proxy.is_empty() => Err(Rejection::SpokeItself),
            _ if PROXIES_MAX <= self.speaks_for_others(&holder, &voice) => {
                Err(Rejection::SpeaksForMost { most: PROXIES_MAX })
            }
            _ => Ok(()),
        }
    }
}

/// What is said is for its member, and for the proxy that says it, alone.
fn hidden(it: PositionTaken, known: &SealingKey, context: &Context) -> Result<PositionTaken, Rejection> {
    let SealingKey { key_id, key } = known;
    let key = key.as_ref().ok_or(Rejection::KeyGone)?;
    let PositionTaken { partnership_id, proposal_id, partner_id, choice, reason, ranks, by_proxy, sealed: _ } = it;
    let said = PositionTaken { choice, reason, ranks, ..Default::default() };
    let sealed = Some(sealing::seal(key, key_id, std::slice::from_ref(&partner_id), &said, context));
    Ok(PositionTaken { partnership_id, proposal_id, partner_id, by_proxy, sealed, ..Default::default() })
}

fn position(command: &TakePosition, context: &Context) -> Result<PositionTaken, Invalid> {
    let TakePosition {
        command_id: _,
        validate_only: _,
        partnership_id,
        proposal_id,
        choice,
        reason,
        on_behalf_of,
        rankings,
        // The desk has compared it.
        expected_revision: _,
    } = command;
    let reason = reason.trim();
    if command.choice() == Choice::Object && reason.is_empty() {
        return Err(Invalid::new("reason", "is missing: say what stands against it, so that the others can answer"));
    }
    let is_proxy = !on_behalf_of.is_empty() && *on_behalf_of != context.partner;
    Ok(PositionTaken {
        partnership_id: partnership_id.clone(),
        proposal_id: proposal_id.clone(),
        partner_id: if is_proxy { on_behalf_of.clone() } else { context.partner.clone() },
        choice: *choice,
        reason: reason.to_owned(),
        ranks: ranks(command.choice(), rankings)?,
        by_proxy: if is_proxy { context.partner.clone() } else { String::new() },
        sealed: None,
    })
}

/// In the order of the options, each at most once.
fn ranks(choice: Choice, rankings: &[Ranking]) -> Result<Vec<Ranking>, Invalid> {
    let mut ranks = rankings.to_vec();
    ranks.sort_unstable_by_key(|it| it.option);
    if let Some(twice) = ranks.windows(2).find(|it| it[0].option == it[1].option) {
        return Err(Invalid::new("rankings", format!("ranks option {} twice", twice[0].option)));
    }
    match (choice == Choice::Rank, ranks.is_empty()) {
        (true, true) => Err(Invalid::new("rankings", "is missing: rank at least one option, or abstain")),
        (false, false) => Err(Invalid::new("rankings", "must be empty: it goes with CHOICE_RANK alone")),
        _ => Ok(ranks),
    }
}
