//! `demo`: a real partnership's published facts, then an illustrative year of it, played over gRPC.

mod ask;
mod sharing;
mod summary;
mod talk;
mod work;
mod year;

use std::path::PathBuf;

use jiff::civil::date;
use runtime::Clock;

use crate::{
    client::{Client, Failure},
    commands::progress,
    host::{ALL, Host, HostSettings},
    iati, sending,
};

/// The file that ships with the program; its comment names the source.
const MISFA: &str = include_str!("../demo/misfa.xml");

pub(crate) async fn run(data: Option<PathBuf>) -> Result<(), Failure> {
    let data = data.map_or_else(new_folder, Ok)?;
    let year_began = date(2025, 1, 6).at(8, 0, 0, 0).in_tz("UTC").map_err(Failure::internal)?.timestamp();
    let clock = Clock::set_to(year_began);
    println!("Accord demo: four services in this process, logs in {}", data.display());
    println!("The clock is set to {year_began} and moved by hand: a year takes a moment.\n");
    let host = Host::start(HostSettings {
        services: ALL.to_vec(),
        node: "demo".into(),
        data: data.clone(),
        listen: ([127, 0, 0, 1], 0).into(),
        nats: None,
        clock: clock.clone(),
        log: Default::default(),
    })
    .await
    .map_err(Failure::internal)?;
    let client = Client::at(&format!("http://{}", host.address))?;
    let played = play(&client, &clock, &data).await;
    host.stop().await.map_err(Failure::internal)?;
    summary::look_further(&data, &played?);
    Ok(())
}

async fn play(client: &Client, clock: &Clock, data: &std::path::Path) -> Result<year::Year, Failure> {
    let file = data.join("misfa.xml");
    std::fs::write(&file, MISFA).map_err(Failure::internal)?;
    let plan = tokio::task::spawn_blocking(move || iati::plan(file)).await.map_err(Failure::internal)?;
    let plan = plan.map_err(Failure::internal)?;
    let bar = progress(plan.orders_count() as u64);
    let operator = client.caller(None, "", "demo-operator", "import");
    let sent = sending::send(&plan, &operator, || bar.inc(1)).await?;
    bar.finish_and_clear();
    println!("1. What is published (DFID, IATI, 2011), imported as a draft: listed, agreed to by nobody\n");
    summary::draft(&plan, &operator.seeing(&sent.as_of())).await?;
    println!("2. A year of a partnership (illustrative: every figure below is made up)\n");
    let year = year::play(client, clock).await?;
    println!("\n3. Where it stands on {}\n", clock.now().strftime("%F"));
    summary::year(&year).await?;
    Ok(year)
}

/// Kept, so that what was played can be looked at.
fn new_folder() -> Result<PathBuf, Failure> {
    let folder = std::env::temp_dir().join(format!("accord-demo-{}", uuid::Uuid::now_v7()));
    std::fs::create_dir_all(&folder).map_err(Failure::internal)?;
    Ok(folder)
}
