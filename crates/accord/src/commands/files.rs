//! What goes in by files, what comes out in them, and what is to be filled in.

use std::path::PathBuf;

use clap::Subcommand;

use super::{export, import, measurements, rates};
use crate::{
    client::{ClientArgs, Failure},
    csv,
    output::Output,
};

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// IATI activity files (1.0x and 2.0x): programmes become drafts, components activities, organisations participants
    Iati {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Only read and report; nothing is sent
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Exchange rates of a CSV file, with columns date, currency, rate; or year, month, currency and the rate under any name
    Rates {
        file: PathBuf,
        #[command(flatten)]
        table: rates::TableArgs,
        /// Only read and report; nothing is sent
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// Measurements of a CSV file: the calling partner's own, or, as the operator, what a source says of participants
    ///
    /// Other columns: partner_id, partnership_id, measurement_id, taken_from, narrative, comment, jointly_with (ids with
    /// spaces between); dimension and part for rows that tell some of the value above them. A row without a number is left
    /// out. Sent again, the same rows change nothing.
    Measurements {
        #[command(flatten)]
        asked: measurements::ImportArgs,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
    /// A table of partners, offers or transactions, with a mapping that says which column is what
    #[command(after_long_help = csv::HELP)]
    Csv {
        #[command(flatten)]
        wanted: csv::Wanted,
        /// Only read and report; nothing is sent
        #[arg(long)]
        dry_run: bool,
        #[command(flatten)]
        client: ClientArgs,
        #[arg(long, value_enum, default_value_t)]
        output: Output,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Template {
    /// What a partner owes: a row a value and a part of it, with what each means; filled in, `import measurements` takes it
    Measurements {
        #[command(flatten)]
        asked: measurements::TemplateArgs,
        #[command(flatten)]
        client: ClientArgs,
    },
}

#[derive(Debug, Subcommand)]
pub(super) enum Export {
    /// An IATI 2.03 activity file: what sources published, as they did, and what members have done since
    ///
    /// Of the members' money it has transactions that one side has recorded and nobody disputes, with what is lent as
    /// a loan; lines of the budget that their payer has accepted, for a year at most; and payments that are planned and
    /// not cancelled. What is disputed, withdrawn, or another report of the same transfer stays out.
    Iati {
        #[command(flatten)]
        wanted: export::Wanted,
        #[command(flatten)]
        client: ClientArgs,
    },
}

pub(super) async fn import(what: Import) -> Result<(), Failure> {
    match what {
        Import::Iati { files, dry_run, client, output } => import::iati(&files, dry_run, &client, output).await,
        Import::Rates { file, table, dry_run, client, output } => {
            import::rates(file, table, dry_run, &client, output).await
        }
        Import::Csv { wanted, dry_run, client, output } => import::csv(wanted, dry_run, &client, output).await,
        Import::Measurements { asked, client, output } => measurements::import(asked, &client, output).await,
    }
}

pub(super) async fn template(what: Template) -> Result<(), Failure> {
    match what {
        Template::Measurements { asked, client } => measurements::template(asked, &client).await,
    }
}

pub(super) async fn export(what: Export) -> Result<(), Failure> {
    match what {
        Export::Iati { wanted, client } => export::iati(&wanted, &client).await,
    }
}
