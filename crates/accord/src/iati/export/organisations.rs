//! Organisations as the standard names them.

use contract::partners::{MemberRole, Participant, Partner, PartnerKind};

use super::{About, facts::Facts};
use crate::iati::node::Node;

/// The register of partners' own identifiers in IATI.
const IATI: &str = "iati";

/// Who publishes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reporter {
    pub reference: String,
    /// A code of the list OrganisationType.
    pub kind: String,
    pub name: String,
}

impl Reporter {
    fn of(partner: &Partner) -> Self {
        Reporter { reference: reference(partner), kind: kind(partner.kind()).to_owned(), name: partner.name.clone() }
    }
}

/// The one given, or else the member that answers for results, or else the first.
pub(super) fn reporter(facts: &Facts, given: Option<&Reporter>) -> Reporter {
    if let Some(given) = given {
        return given.clone();
    }
    let members = &facts.partnership.members;
    let answers = members.iter().find(|it| it.roles().any(|it| it == MemberRole::Accountable));
    let partner = answers.or(members.first()).and_then(|it| facts.partners.get(&it.partner_id));
    let nobody = || Reporter {
        reference: facts.partnership.partnership_id.clone(),
        kind: "90".to_owned(),
        name: facts.partnership.title.clone(),
    };
    partner.map_or_else(nobody, Reporter::of)
}

pub(super) fn reporting(about: &About<'_>) -> Node {
    let Reporter { reference, kind, name } = about.reporter;
    Node::new("reporting-org").with("ref", reference).with("type", kind).narrative(name)
}

/// Members in each of their roles that the standard has.
pub(super) fn members(facts: &Facts) -> Vec<Node> {
    let mut nodes = Vec::new();
    for member in &facts.partnership.members {
        let roles = member.roles().filter(|it| (1..=4).contains(&(*it as i32)));
        nodes.extend(roles.map(|it| participating(facts, &member.partner_id, it)));
    }
    nodes
}

pub(super) fn participating(facts: &Facts, partner_id: &str, role: MemberRole) -> Node {
    named("participating-org", facts, partner_id).with("role", (role as i32).to_string())
}

/// Organisations that a source lists.
pub(super) fn participants(facts: &Facts) -> Vec<Node> {
    let mut listed: Vec<&Participant> = facts.participants.iter().collect();
    listed.sort_by_key(|it| (it.role, &it.name, &it.participant_id));
    let node = |it: &Participant| participant("participating-org", it).with("role", it.role.to_string());
    listed.into_iter().map(node).collect()
}

/// A member of ours under this name of an element.
pub(super) fn named(element: &str, facts: &Facts, partner_id: &str) -> Node {
    match facts.partners.get(partner_id) {
        Some(it) => Node::new(element).with("ref", reference(it)).with("type", kind(it.kind())).narrative(&it.name),
        None => Node::new(element).with("ref", partner_id),
    }
}

/// One side of a transfer: a member, or a participant, or nobody who is known.
pub(super) fn side(element: &str, facts: &Facts, partner_id: &str, participant_id: &str) -> Option<Node> {
    if !partner_id.is_empty() {
        return Some(named(element, facts, partner_id));
    }
    facts.participants.iter().find(|it| it.participant_id == participant_id).map(|it| participant(element, it))
}

pub(super) fn participant(element: &str, it: &Participant) -> Node {
    Node::new(element).with("ref", &it.reference).with("type", kind(it.kind())).narrative(&it.name)
}

fn reference(partner: &Partner) -> String {
    let own = partner.external_ids.iter().find(|it| it.scheme.eq_ignore_ascii_case(IATI));
    own.map_or_else(|| partner.partner_id.clone(), |it| it.id.clone())
}

/// A code of the list OrganisationType; empty: nothing is said.
fn kind(kind: PartnerKind) -> &'static str {
    match kind {
        PartnerKind::Unspecified => "",
        PartnerKind::GovernmentAgency => "10",
        PartnerKind::Ngo => "22",
        PartnerKind::Funder => "60",
        PartnerKind::MicrofinanceInstitution
        | PartnerKind::FinancialProvider
        | PartnerKind::PrivateCompany
        | PartnerKind::TechnologyCompany
        | PartnerKind::AgriculturalOrganisation
        | PartnerKind::Investor => "70",
        PartnerKind::Academic => "80",
        PartnerKind::Network | PartnerKind::Evaluator | PartnerKind::Other => "90",
    }
}
