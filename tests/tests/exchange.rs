//! Files of others, read into real services, written again and read back.

use std::path::{Path, PathBuf};

use accord::{
    client::Client,
    csv::{self, Table, Wanted},
    iati::{self, Document, Facts},
    importing::Planned,
    sending::{self, Sent},
};
use contract::{
    log::{GetStatus, operations_client::OperationsClient},
    partners::{ListPartnerships, ListPartnershipsResponse, Participant, PartnerKind},
    resources::{
        DisputeTransaction, PlanDisbursement, RecordTransaction, SetBudget, Terms, TransactionState, TransactionType,
    },
};
use tempfile::TempDir;
use tests::{Members, World, embedded};
use uuid::Uuid;

const PROGRAMME: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="1.03">
  <iati-activity default-currency="GBP" hierarchy="1" xml:lang="en">
    <reporting-org ref="XX-1" type="10">A ministry</reporting-org>
    <iati-identifier>XX-1-P</iati-identifier>
    <title>Credit</title><title xml:lang="fr">Crédit</title>
    <participating-org role="Funding" ref="XX-1" type="10">A ministry</participating-org>
    <participating-org role="Nobody knows" ref="XX-2">Left out</participating-org>
    <participating-org role="Implementing" ref="XX-3" type="22">An NGO</participating-org>
    <activity-status code="2">Implementation</activity-status>
    <contact-info><email>somebody@example.org</email></contact-info>
    <sector code="24040" vocabulary="DAC" percentage="100">Microfinance</sector>
    <related-activity ref="XX-1-P-1" type="2"/>
  </iati-activity>
  <iati-activity default-currency="GBP">
    <reporting-org ref="XX-1" type="10">A ministry</reporting-org>
    <iati-identifier>XX-1-P-1</iati-identifier>
    <title>Loans to weavers &amp; dyers</title>
    <description>Small loans</description>
    <participating-org role="Implementing" ref="21000" type="22">International NGO</participating-org>
    <activity-date type="start-planned" iso-date="2010-01-01"/>
    <recipient-country code="AF"/>
    <budget type="Original"><period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/><value value-date="2010-01-01">1,000</value></budget>
    <planned-disbursement><period-start iso-date="2010-06-01"/><value value-date="2010-06-01">500</value></planned-disbursement>
    <transaction><transaction-type code="C"/><value value-date="2010-01-02">1,000.50</value></transaction>
    <transaction><transaction-type code="D"/><value>no date</value></transaction>
    <transaction ref="T-3"><transaction-type code="D"/><value value-date="2010-07-01" currency="USD">250</value><transaction-date iso-date="2010-07-01"/><receiver-org ref="XX-3">An NGO</receiver-org></transaction>
    <result type="2"><title>More borrow</title>
      <indicator measure="1"><title>Borrowers</title><baseline year="2009" value="10"/>
        <period><period-start iso-date="2010-01-01"/><period-end iso-date="2010-12-31"/><target value="100"/><actual value="40"/></period>
      </indicator></result>
    <related-activity ref="XX-1-P" type="1"/>
  </iati-activity>
  <iati-activity default-currency="EUR">
    <reporting-org ref="XX-1" type="10">A ministry</reporting-org>
    <iati-identifier>XX-1-Q-1</iati-identifier>
    <title>Under a programme that another publishes</title>
    <related-activity ref="YY-9-Q" type="1">Theirs</related-activity>
  </iati-activity>
</iati-activities>"#;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_imported_and_exported_comes_back_as_nothing_new_and_elsewhere_as_the_same_bytes() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (host, client) = served(&here).await;
    let file = written(&here, "published.xml", PROGRAMME);
    let sent = imported(&file, &client).await;
    let exported = written(&here, "exported.xml", &exported(&client, &sent).await);
    let facts = facts(&client).await;
    imported(&exported, &client).await;
    assert_eq!(self::facts(&client).await, facts, "reading our own export back gives no new facts");

    let (other_host, other) = served(&there).await;
    let sent = imported(&exported, &other).await;
    assert_eq!(self::facts(&other).await, facts, "and elsewhere as many as there were");
    let text = self::exported(&other, &sent).await;
    assert_eq!(text, std::fs::read_to_string(&exported).unwrap());
    for kept in [
        "<iati-activities version=\"2.03\"",
        "Loans to weavers &amp; dyers",
        "<narrative xml:lang=\"fr\">Crédit</narrative>",
        "<value currency=\"USD\" value-date=\"2010-07-01\">250</value>",
        "<transaction ref=\"T-3\" accord:place=\"3\">",
        "<budget type=\"1\">",
        "<planned-disbursement>",
        "<receiver-org ref=\"XX-3\">",
        "accord:programme-title=\"Theirs\"",
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert!(!text.contains("somebody@example.org"), "nobody's address is kept");
    host.stop().await.unwrap();
    other_host.stop().await.unwrap();
}

const ORGANISATIONS: &str = r#"
table = "organisations"
id = "id"
[partnership]
title = "Those in our network"
currency = "EUR"
[fields]
name = { column = "name" }
kind = { column = "type", values = { N = "PARTNER_KIND_NGO", G = "PARTNER_KIND_GOVERNMENT_AGENCY" } }
role = { constant = "MEMBER_ROLE_IMPLEMENTING" }
"#;

const PAYMENTS: &str = r#"
table = "projects"
id = "id"
thousands = ","
partnership = { table = "organisations" }
[fields]
type = { constant = "TRANSACTION_TYPE_DISBURSEMENT" }
amount = { column = "funded" }
currency = { constant = "EUR" }
value_date = { column = "paid" }
receiver = { column = "to", table = "organisations" }
"#;

#[tokio::test(flavor = "multi_thread")]
async fn tables_become_participants_and_payments_as_published_and_once() {
    let folder = TempDir::new().unwrap();
    let (host, client) = served(&folder).await;
    let organisations = "id,name,type\n1,IDYDC,N\n2,Ministry of Finance,G\n";
    let sent = table(&folder, Table::Partners, ORGANISATIONS, organisations, &client).await.unwrap();
    assert_eq!(sent.refused.len(), 0);
    let client = client.seeing(&sent.as_of());
    let unknown = table(&folder, Table::Transactions, PAYMENTS, "id,funded,paid,to\n16,1.00,2008-07-15,7\n", &client);
    let told = unknown.await.map(|it| it.as_of()).unwrap_err();
    assert!(told.contains("row 2, column \"to\": \"7\" is no row of organisations"), "{told}");
    let payments = "id,funded,paid,to\n16,\"20,854.00\",2008-07-15,1\n17,5.00,2008-07-16,2\n";
    let sent = table(&folder, Table::Transactions, PAYMENTS, payments, &client).await.unwrap();
    assert_eq!(sent.refused.len(), 0);

    let before = facts(&client).await;
    table(&folder, Table::Partners, ORGANISATIONS, organisations, &client).await.unwrap();
    table(&folder, Table::Transactions, PAYMENTS, payments, &client).await.unwrap();
    assert_eq!(facts(&client).await, before, "reading them again gives no new facts");

    let partnership = partnerships(&client).await.remove(0);
    let facts = Facts::of(&client.clone().seeing(&sent.as_of()), &partnership).await.unwrap();
    let kinds: Vec<_> = facts.participants.iter().map(Participant::kind).collect();
    assert!(kinds.contains(&PartnerKind::Ngo) && kinds.contains(&PartnerKind::GovernmentAgency), "{kinds:?}");
    assert!(facts.partnership.members.is_empty(), "a table makes nobody a member");
    assert!(facts.transactions.iter().all(|it| it.state() == TransactionState::AsPublished));
    let (activities, left_out) = iati::activities(&facts, None);
    assert_eq!((activities.len(), left_out), (1, vec![]));
    let received = activities[0].children.iter().filter(|it| it.first("receiver-org").is_some()).count();
    assert_eq!(received, 2, "and whoever received is named in the export");
    host.stop().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_members_budget_plan_and_lend_is_published_and_comes_back_elsewhere_as_the_same_bytes() {
    let (here, there) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (host, client) = served(&here).await;
    let world = World::new(&client);
    let members = Members::invited(&world, "lending", 2).await;
    members.accept().await;
    let lent = lend(&members).await;
    world.seen(&members.partnership).await;
    let text = exported(&client, &Sent::default()).await;
    for kept in [
        "<budget status=\"1\" accord:id=",
        "<value currency=\"KES\" value-date=\"2099-01-01\">5000</value>",
        "<planned-disbursement type=\"1\" accord:id=",
        "<period-start iso-date=\"2099-06-01\"/>",
        "<finance-type code=\"421\"/>",
        &format!("<transaction ref=\"L-17\" accord:id=\"{lent}\">"),
    ] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert_eq!(text.matches("<transaction ").count(), 1, "what is disputed is not published: {text}");
    let file = written(&here, "exported.xml", &text);

    let (other_host, other) = served(&there).await;
    let sent = imported(&file, &other).await;
    assert_eq!(exported(&other, &sent).await, text);
    host.stop().await.unwrap();
    other_host.stop().await.unwrap();
}

/// One lends the other some of what it has budgeted, and means to lend more; of a second loan the other knows nothing.
async fn lend(members: &Members) -> String {
    let fresh = || Uuid::now_v7().to_string();
    let [lender, borrower] = &members.callers[..] else { panic!("there are two") };
    let partnership_id = || members.partnership.clone();
    let set = SetBudget {
        command_id: fresh(),
        partnership_id: partnership_id(),
        title: "Seasonal loan fund".into(),
        period_from: "2099-01-01".into(),
        period_until: "2099-12-31".into(),
        amount_minor: 500_000,
        currency: "KES".into(),
        payer_partner_id: members.ids[0].clone(),
        ..Default::default()
    };
    let budget_line_id = lender.ask(set).await.unwrap().id;
    let plan = PlanDisbursement {
        command_id: fresh(),
        partnership_id: partnership_id(),
        receiver_partner_id: members.ids[1].clone(),
        amount_minor: 200_000,
        currency: "KES".into(),
        due_on: "2099-06-01".into(),
        budget_line_id,
        ..Default::default()
    };
    lender.ask(plan).await.unwrap();
    let record = |reference: &str| RecordTransaction {
        command_id: fresh(),
        partnership_id: partnership_id(),
        r#type: TransactionType::Disbursement.into(),
        provider_partner_id: members.ids[0].clone(),
        receiver_partner_id: members.ids[1].clone(),
        amount_minor: 100_000,
        currency: "KES".into(),
        value_date: "2026-02-01".into(),
        reference: reference.into(),
        terms: Terms::Loan.into(),
        ..Default::default()
    };
    let lent = lender.ask(record("L-17")).await.unwrap().id;
    let disputed = lender.ask(record("L-18")).await.unwrap().id;
    let dispute = DisputeTransaction {
        command_id: fresh(),
        partnership_id: partnership_id(),
        transaction_id: disputed,
        reason: "It never came".into(),
        ..Default::default()
    };
    borrower.ask(dispute).await.unwrap();
    lent
}

async fn served(folder: &TempDir) -> (accord::host::Host, Client) {
    let (host, client) = embedded(folder).await;
    (host, client.caller(None, "", "operator", "import"))
}

fn written(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    path
}

async fn imported(file: &Path, client: &Client) -> Sent {
    let plan = iati::plan(file).unwrap();
    let sent = sending::send(&plan, client, || ()).await.unwrap();
    assert!(sent.refused.is_empty(), "{:?}", sent.refused);
    sent
}

async fn table(folder: &TempDir, table: Table, mapping: &str, text: &str, client: &Client) -> Result<Sent, String> {
    let (file, mapping) = (written(folder, "table.csv", text), written(folder, "mapping.toml", mapping));
    let plan = csv::plan(&Wanted { table, file, mapping, partnership: None }).unwrap();
    csv::check_references(&plan, client).await.map_err(|it| it.to_string())?;
    assert_ne!(plan.orders_count(), 0);
    sending::send(&plan, client, || ()).await.map_err(|it| it.to_string())
}

async fn exported(client: &Client, sent: &Sent) -> String {
    let client = client.clone().seeing(&sent.as_of());
    let mut document = Document::new(Vec::new()).unwrap();
    for partnership in partnerships(&client).await {
        let facts = Facts::of(&client, &partnership).await.unwrap();
        let (activities, left_out) = iati::activities(&facts, None);
        assert!(left_out.is_empty(), "{left_out:?}");
        activities.iter().for_each(|it| document.write(it).unwrap());
    }
    String::from_utf8(document.finish().unwrap()).unwrap()
}

/// In the order of their sources.
async fn partnerships(client: &Client) -> Vec<String> {
    let all: ListPartnershipsResponse = client.call(&ListPartnerships::default()).await.unwrap();
    let mut all = all.partnerships;
    all.sort_by(|a, b| a.source.cmp(&b.source));
    all.into_iter().map(|it| it.partnership_id).collect()
}

/// How many there are, of all services.
async fn facts(client: &Client) -> u64 {
    let mut facts = 0;
    for service in ["partners", "goals", "resources", "evaluation"] {
        let mut operations = OperationsClient::new(client.channel(service).unwrap());
        let asked = client.request(GetStatus { service: service.into() }).unwrap();
        facts += operations.get_status(asked).await.unwrap().into_inner().tree_size;
    }
    facts
}
