//! Whom they reach, with what and where: by one partner alone, and by several jointly.

use contract::{
    evaluation::{GetReach, NotAdded, Reach, ReachBy, ReachValue, Total},
    goals::ServiceKind,
};

use super::Gathering;
use crate::{
    client::Failure,
    output::{Rows, words},
    report::{Figure, Section},
};

pub(super) async fn section(gathering: &mut Gathering<'_>) -> Result<Section, Failure> {
    let asked = GetReach { partnership_id: gathering.id(), ..Default::default() };
    let reach: Reach = gathering.client.call(&asked).await?;
    gathering.see(&reach.as_of);
    let section = Section::new("Reach");
    if reach.clients.is_empty() && reach.services.is_empty() {
        return Ok(section.says("Nobody's reports count people yet, and no activity is led by a member."));
    }
    let section = section.says(
        "People counted by different indicators are never added up, nor are those whom two partners served jointly.",
    );
    let section =
        section.shows(Figure::table("People, of each partner its latest period", people(gathering, &reach).await));
    Ok(section.shows(Figure::table("Activities, by service and by who does them", services(gathering, &reach).await)))
}

async fn people(gathering: &mut Gathering<'_>, reach: &Reach) -> Rows {
    let mut rows = Rows::new(&["indicator", "partner", "verified", "reported", "period_ends", "jointly_with"]);
    for clients in &reach.clients {
        let of_all = |total: &Option<Total>| total.as_ref().map(made_one).unwrap_or_default();
        rows.push([
            clients.title.clone(),
            "all together".to_owned(),
            of_all(&clients.verified),
            of_all(&clients.reported),
            clients.period_end.clone(),
            String::new(),
        ]);
        for partner in &clients.partners {
            let people = |it: &Option<ReachValue>| it.as_ref().map(|it| it.people.clone()).unwrap_or_default();
            let said = partner.reported.as_ref().or(partner.verified.as_ref()).cloned().unwrap_or_default();
            let name = gathering.names.of(&partner.partner_id).await;
            let jointly = gathering.names.all(&said.jointly_with).await;
            rows.push([
                clients.title.clone(),
                name,
                people(&partner.verified),
                people(&partner.reported),
                said.period_end,
                jointly,
            ]);
        }
    }
    rows
}

async fn services(gathering: &mut Gathering<'_>, reach: &Reach) -> Rows {
    let mut rows = Rows::new(&["service", "by", "planned", "under_way", "completed"]);
    for service in &reach.services {
        let kind = ServiceKind::try_from(service.service).unwrap_or_default();
        for ReachBy { partner_ids, planned, under_way, completed } in &service.by {
            let by = gathering.names.all(partner_ids).await;
            let count = |it: &u32| it.to_string();
            rows.push([
                words(kind.as_str_name(), "SERVICE_KIND_"),
                by,
                count(planned),
                count(under_way),
                count(completed),
            ]);
        }
    }
    rows
}

/// Where values make none, why.
pub(super) fn made_one(total: &Total) -> String {
    match total.why() {
        NotAdded::Unspecified => total.value.clone(),
        why => format!("not added up: {}", words(why.as_str_name(), "NOT_ADDED_")),
    }
}
