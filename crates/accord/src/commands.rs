//! The command line: what may be asked of the program, and which part of it does it.

mod call;
mod changes;
mod events;
mod export;
mod files;
mod goals;
mod import;
mod measurements;
mod names;
mod operate;
pub(crate) mod pages;
mod partnerships;
mod rates;
mod report;
mod resources;
mod scorecard;
mod server;
mod studies;
mod todo;

pub(crate) use import::progress;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    client::{ClientArgs, Failure},
    config::ServerArgs,
    demo,
    host::Which,
    output::Output,
};

/// The shared, tamper-evident record of a microfinance partnership, and the services that keep it.
///
/// Exit codes: 0 done, 1 refused or not found, 2 bad usage, 3 unavailable.
#[derive(Debug, Parser)]
#[command(name = "accord", version)]
pub struct Cli {
    #[command(subcommand)]
    ask: Ask,
}

#[derive(Debug, Subcommand)]
enum Ask {
    /// Run the four services in this process, on one port
    Up {
        #[command(flatten)]
        server: ServerArgs,
    },
    /// Run some services in a process of their own; they hear the others over NATS
    Serve {
        /// Which
        #[arg(required = true)]
        services: Vec<Which>,
        #[command(flatten)]
        server: ServerArgs,
    },
    /// Import a real partnership's facts and play a year of it, on an empty machine
    Demo {
        /// Where the logs go [default: a new temporary folder, which is kept]
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
    /// Read facts of others into drafts
    Import {
        #[command(subcommand)]
        what: files::Import,
    },
    /// Write a table to be filled in
    Template {
        #[command(subcommand)]
        what: files::Template,
    },
    /// Write facts for others to read
    Export {
        #[command(subcommand)]
        what: files::Export,
    },
    /// Watch what happens
    Events {
        #[command(subcommand)]
        what: Events,
    },
    /// List what waits for the calling organisation, the most pressing first
    Todo {
        /// Only in this partnership
        #[arg(long, value_name = "ID")]
        partnership: Option<String>,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// List what has changed in the caller's partnerships, over all services
    Changes {
        /// From this day (2026-11-01) or moment (2026-11-01T08:00:00Z) on [default: seven days ago]
        #[arg(long, value_name = "WHEN")]
        since: Option<String>,
        /// Only of this partnership
        #[arg(long, value_name = "ID")]
        partnership: Option<String>,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show the results framework of a partnership: every goal with its targets, and how far each has got
    Results {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show how far the members of a partnership are aligned, who differs on what, and how that was before
    Alignment {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show how a partnership itself is doing: eight parts with their figures and counts, and what cannot be measured yet
    Scorecard {
        #[command(flatten)]
        wanted: scorecard::Wanted,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show the work plan of a partnership: activities in the order of time, then what partners have promised
    Workplan {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        /// Only what this partner leads, supports, has promised or is promised, by its id
        #[arg(id = "of_partner", long = "partner", value_name = "ID", default_value = "")]
        partner: String,
        /// Only what is at this place
        #[arg(long, value_name = "PLACE", default_value = "")]
        place: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show what partners offer and need, and which offers would meet which needs
    Board {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show what each partner promised, gave, received, spent and lent, as it is and in the partnership's currency
    Ledger {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        /// Only of this partner, by its id
        #[arg(id = "of_partner", long = "partner", value_name = "ID", default_value = "")]
        partner: String,
        /// Only with a value date from this day on
        #[arg(long, value_name = "DAY", default_value = "")]
        from: String,
        /// Only with a value date until this day
        #[arg(long, value_name = "DAY", default_value = "")]
        until: String,
        /// Year by year
        #[arg(long)]
        by_year: bool,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Show the budget against what is planned, paid and spent, and which payments are late, by whom
    Budget {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Search the library of good practice: who shares it, who does it too, and what came of it
    Practices {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        /// Only on this topic
        #[arg(long, value_name = "TOPIC", default_value = "")]
        topic: String,
        /// Only where all of these words are
        #[arg(long, value_name = "WORDS", default_value = "")]
        words: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Write a partnership's report as one page that needs nothing else: its scorecard, goals, figures, money and findings
    Report {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        /// Where to write it
        #[arg(long, value_name = "FILE", default_value = "report.html")]
        out: PathBuf,
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Show what studies say that a service did: by how much, how sure that is, and what it assumes
    Studies {
        /// Of which
        #[arg(value_name = "PARTNERSHIP")]
        partnership: String,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Say whether every service is there; exit code 3 where one is not
    Ready {
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Say how far every service is
    Status {
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Compare the NATS streams with the logs, byte for byte, and fill what is missing
    Republish {
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Build the views anew from the logs, while the old ones answer
    RebuildViews {
        /// Which service's; all without it
        service: Option<Which>,
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Carry out a command, given as JSON; without arguments: list them
    Do {
        /// The command, such as ProposeGoal
        command: Option<String>,
        /// The request as JSON; - for standard input
        file: Option<PathBuf>,
        #[command(flatten)]
        client: ClientArgs,
    },
    /// Ask a query, given as JSON; without arguments: list them
    Get {
        /// The query, such as GetGoal
        query: Option<String>,
        /// The request as JSON; - for standard input; without it: an empty request
        file: Option<PathBuf>,
        #[command(flatten)]
        client: ClientArgs,
    },
}

#[derive(Debug, Subcommand)]
enum Events {
    /// Print facts as they come, oldest first
    Tail {
        /// Only of this service; all without it
        #[arg(long)]
        service: Option<Which>,
        /// Only of this partnership
        #[arg(long, value_name = "ID")]
        partnership: Option<String>,
        /// Only after this number
        #[arg(long, default_value_t = 0)]
        after: u64,
        /// End at the log's end instead of waiting for more
        #[arg(long)]
        no_follow: bool,
        /// The bulk facts (measurements), which have numbers of their own, instead of the others
        #[arg(long)]
        bulk: bool,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
}

/// Does what was asked; failures go to standard error, and their kind to the exit code.
pub fn run(cli: Cli) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&Failure::internal(error)),
    };
    let done = runtime.block_on(ask(cli.ask));
    runtime.shutdown_background();
    runtime::telemetry::shutdown();
    done.map_or_else(|failure| failed(&failure), |()| ExitCode::SUCCESS)
}

async fn ask(ask: Ask) -> Result<(), Failure> {
    match ask {
        Ask::Up { server } => server::up(&server).await,
        Ask::Serve { services, server } => server::serve(services, &server).await,
        Ask::Demo { data } => demo::run(data).await,
        Ask::Import { what } => files::import(what).await,
        Ask::Template { what } => files::template(what).await,
        Ask::Export { what } => files::export(what).await,
        Ask::Events { what: Events::Tail { service, partnership, after, no_follow, bulk, client, output } } => {
            let wanted = events::Wanted { service, partnership, after, follow: !no_follow, bulk };
            events::tail(wanted, &client, output).await
        }
        Ask::Todo { partnership, client, output } => todo::todo(partnership, &client, output).await,
        Ask::Changes { since, partnership, client, output } => {
            changes::changes(since.as_deref(), partnership, &client, output).await
        }
        Ask::Results { partnership, client, output } => goals::results(&partnership, &client, output).await,
        Ask::Alignment { partnership, client, output } => goals::alignment(&partnership, &client, output).await,
        Ask::Scorecard { wanted, client, output } => scorecard::scorecard(wanted, &client, output).await,
        Ask::Workplan { partnership, partner, place, client, output } => {
            goals::workplan(&partnership, goals::Wanted { partner, place }, &client, output).await
        }
        Ask::Board { partnership, client, output } => resources::board(&partnership, &client, output).await,
        Ask::Ledger { partnership, partner, from, until, by_year, client, output } => {
            let wanted = resources::Wanted { partner, from, until, by_year };
            resources::ledger(&partnership, wanted, &client, output).await
        }
        Ask::Budget { partnership, client, output } => resources::budget(&partnership, &client, output).await,
        Ask::Practices { partnership, topic, words, client, output } => {
            let searched = resources::Searched { topic, words };
            resources::practices(&partnership, searched, &client, output).await
        }
        Ask::Report { partnership, out, client } => report::report(&partnership, &out, &client).await,
        Ask::Studies { partnership, client, output } => studies::studies(&partnership, &client, output).await,
        Ask::Ready { client } => operate::ready(&client).await,
        Ask::Status { client, output } => operate::status(&client, output).await,
        Ask::Republish { client } => operate::republish(&client).await,
        Ask::RebuildViews { service, client } => operate::rebuild_views(service, &client).await,
        Ask::Do { command, file, client } => call::call(command, file, &client, true).await,
        Ask::Get { query, file, client } => call::call(query, file, &client, false).await,
    }
}

fn failed(failure: &Failure) -> ExitCode {
    eprintln!("accord: {failure}");
    failure.exit_code()
}
