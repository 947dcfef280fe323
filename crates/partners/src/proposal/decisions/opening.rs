//! Opening a motion, or saying why it cannot be opened.

use contract::{
    moment,
    partners::{DecisionRule, Matter, OpenProposal, ProposalOpened, ProposalRefused, RefuseProposal, Rule},
};
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};
use uuid::Uuid;

use super::{
    super::{
        rejection::Rejection,
        state::{Opened, Proposal},
        tally::quorum,
        voices::{shared, voices},
    },
    Charter,
    closing::days,
};
use crate::{concern::Concern, sealing::SealingKey};

impl Decide<OpenProposal> for Proposal {
    type Known = Charter;

    fn target(command: &OpenProposal) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &OpenProposal, charter: &Charter, context: &Context) -> Decision<Self> {
        if !context.is_service() {
            for_callers(command)?;
        }
        let motion = motion(command, charter, context)?;
        match self {
            Proposal::Opened(opened) if is_same(&opened.motion, &motion) => return Ok(vec![]),
            Proposal::Opened(_) | Proposal::Refused => return Err(Rejection::IdTaken),
            Proposal::Unopened => (),
        }
        let may_decide = charter.is_active || charter.is_closing && command.settles;
        if !may_decide {
            return Err(if charter.is_closing { Rejection::Closing } else { Rejection::NotActive });
        }
        if !motion.concerned_partner_id.is_empty() && !charter.has_others(&motion) {
            return Err(Rejection::NobodyElseDecides);
        }
        match may_propose(charter, &motion, context) {
            // Where nobody may decide, it ends as it begins, and who asked hears of it.
            true => {
                let end = Opened::from(&motion).end_at_once(&SealingKey::default());
                Ok([motion.into()].into_iter().chain(end).collect())
            }
            false => Err(Rejection::NotAMember),
        }
    }
}

impl Decide<RefuseProposal> for Proposal {
    type Known = ();

    fn target(command: &RefuseProposal) -> (&str, &str) {
        (&command.partnership_id, &command.proposal_id)
    }

    fn decide(&self, command: &RefuseProposal, _: &(), _: &Context) -> Decision<Self> {
        let RefuseProposal { command_id: _, validate_only: _, partnership_id, proposal_id, subject, why } = command;
        match self {
            Proposal::Refused => Ok(vec![]),
            Proposal::Opened(_) => Err(Rejection::IdTaken),
            Proposal::Unopened => Ok(vec![
                ProposalRefused {
                    partnership_id: partnership_id.clone(),
                    proposal_id: proposal_id.clone(),
                    subject: subject.clone(),
                    why: why.clone(),
                }
                .into(),
            ]),
        }
    }
}

/// What services ask for has an effect once adopted, and an id derived from what it decides: neither is a caller's.
fn for_callers(command: &OpenProposal) -> Result<(), Rejection> {
    if command.matter() != Matter::Other {
        return Err(Rejection::NotForCallers { field: "matter" });
    }
    if command.subject.is_some() {
        return Err(Rejection::NotForCallers { field: "subject" });
    }
    if !command.concerned_partner_id.is_empty() {
        return Err(Rejection::NotForCallers { field: "concerned_partner_id" });
    }
    if command.under.is_some() {
        return Err(Rejection::NotForCallers { field: "under" });
    }
    if command.settles {
        return Err(Rejection::NotForCallers { field: "settles" });
    }
    if command.by_itself {
        return Err(Rejection::NotForCallers { field: "by_itself" });
    }
    match Uuid::try_parse(&command.proposal_id) {
        Ok(id) if id.get_version_num() == 5 => {
            let problem = "is a UUIDv5, which services derive for what they ask: choose a UUIDv7, or leave it empty";
            Err(Invalid::new("proposal_id", problem).into())
        }
        _ => Ok(()),
    }
}

/// A verifier proposes nothing itself; but what it verified may lead a service to, and then it is named. A concern is
/// put to the members by whoever may have one, with a voice or without.
fn may_propose(charter: &Charter, motion: &ProposalOpened, context: &Context) -> bool {
    let is_among = |members: &[String]| members.contains(&context.partner);
    let kind = motion.subject.as_ref().and_then(|it| it.stream.split('/').nth(1));
    // Figures and days that have passed ask for nobody.
    let for_a_service = || motion.proposed_by.is_empty() || is_among(&charter.verifiers) || kind == Some(Concern::KIND);
    is_among(&charter.voices) || context.is_service() && for_a_service()
}

fn motion(command: &OpenProposal, charter: &Charter, context: &Context) -> Result<ProposalOpened, Invalid> {
    let OpenProposal {
        command_id: _,
        validate_only: _,
        partnership_id,
        proposal_id,
        matter,
        title,
        text,
        subject,
        concerned_partner_id,
        under,
        options,
        by_itself,
        settles: _,
    } = command;
    let rule = match charter.rule_with(command.matter(), under.as_ref()) {
        // A service asks for a yes or a no, which no ranking gives.
        rule if rule.rule() == Rule::Ranked && context.is_service() && options.is_empty() => {
            DecisionRule { rule: Rule::Consent.into(), hidden: false, ..rule }
        }
        rule => rule,
    };
    let eligible = charter.voices_without(concerned_partner_id);
    let shared_voices = shared(&eligible, |it| charter.organisation(it));
    Ok(ProposalOpened {
        partnership_id: partnership_id.clone(),
        proposal_id: context.or_fresh(proposal_id, Proposal::KIND),
        matter: *matter,
        title: parse::filled("title", title)?.to_owned(),
        text: text.trim().to_owned(),
        subject: subject.clone(),
        // Nobody may take back in its own name what figures have led to.
        proposed_by: if *by_itself { String::new() } else { context.partner.clone() },
        rule: rule.rule,
        quorum_needed: quorum(rule.quorum_percent, voices(&shared_voices, &eligible)),
        eligible,
        concerned_partner_id: concerned_partner_id.clone(),
        closes_at: Some(moment::on_wire(context.now + days(rule.days_open))),
        shared_voices,
        options: to_choose_from(options, &rule)?,
        quorum_percent: rule.quorum_percent,
        fallback: rule.fallback,
        days_open: rule.days_open,
        hidden: rule.hidden,
    })
}

/// Options are there where the charter ranks, and only there: the proposer does not choose the rule by naming some.
fn to_choose_from(options: &[String], rule: &DecisionRule) -> Result<Vec<String>, Invalid> {
    let options: Vec<_> = options.iter().map(|it| it.trim().to_owned()).collect();
    if rule.rule() != Rule::Ranked {
        return match options.is_empty() {
            true => Ok(options),
            false => Err(Invalid::new("options", "must be empty: the charter does not decide this matter by ranking")),
        };
    }
    if options.len() < 2 {
        let problem = format!("has {}; the charter decides this matter by ranking two to twenty", options.len());
        return Err(Invalid::new("options", problem));
    }
    for (place, option) in options.iter().enumerate() {
        parse::filled("options", option)?;
        if options[..place].contains(option) {
            return Err(Invalid::new("options", format!("has {option:?} twice")));
        }
    }
    Ok(options)
}

/// The same motion by the same partner, whatever the charter and the members have become since.
fn is_same(opened: &ProposalOpened, motion: &ProposalOpened) -> bool {
    let ProposalOpened { matter, title, text, subject, proposed_by, options, .. } = motion;
    (matter, title, text, subject, proposed_by, options)
        == (&opened.matter, &opened.title, &opened.text, &opened.subject, &opened.proposed_by, &opened.options)
}
