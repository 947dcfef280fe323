//! Opening a motion, or saying why it cannot be opened.

use contract::partners::{Matter, OpenProposal, ProposalOpened, ProposalRefused, RefuseProposal};
use jiff::SignedDuration;
use kernel::{Aggregate, Context, Decide, Decision, Invalid, parse};
use uuid::Uuid;

use super::{
    super::{moment, rejection::Rejection, state::Proposal, tally::quorum},
    Charter,
};

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
        if !charter.is_active {
            return Err(Rejection::NotActive);
        }
        match may_propose(charter, context) {
            true => Ok(vec![motion.into()]),
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
    match Uuid::try_parse(&command.proposal_id) {
        Ok(id) if id.get_version_num() == 5 => {
            let problem = "is a UUIDv5, which services derive for what they ask: choose a UUIDv7, or leave it empty";
            Err(Invalid::new("proposal_id", problem).into())
        }
        _ => Ok(()),
    }
}

/// A verifier proposes nothing itself; but what it verified may lead a service to, and then it is named.
fn may_propose(charter: &Charter, context: &Context) -> bool {
    let is_among = |members: &[String]| members.contains(&context.partner);
    is_among(&charter.voices) || context.is_service() && is_among(&charter.verifiers)
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
        under: _,
    } = command;
    let rule = charter.rule_for(command.matter());
    let voices: Vec<_> = charter.voices.iter().filter(|it| *it != concerned_partner_id).cloned().collect();
    let eligible = u32::try_from(voices.len()).unwrap_or(u32::MAX);
    Ok(ProposalOpened {
        partnership_id: partnership_id.clone(),
        proposal_id: context.or_fresh(proposal_id, Proposal::KIND),
        matter: *matter,
        title: parse::filled("title", title)?.to_owned(),
        text: text.trim().to_owned(),
        subject: subject.clone(),
        proposed_by: context.partner.clone(),
        rule: rule.rule,
        quorum_needed: quorum(rule.quorum_percent, eligible),
        eligible: voices,
        concerned_partner_id: concerned_partner_id.clone(),
        closes_at: Some(moment::on_wire(context.now + SignedDuration::from_hours(24 * i64::from(rule.days_open)))),
    })
}

/// The same motion by the same partner, whatever the charter and the members have become since.
fn is_same(opened: &ProposalOpened, motion: &ProposalOpened) -> bool {
    let ProposalOpened { matter, title, text, subject, proposed_by, .. } = motion;
    (matter, title, text, subject, proposed_by)
        == (&opened.matter, &opened.title, &opened.text, &opened.subject, &opened.proposed_by)
}
