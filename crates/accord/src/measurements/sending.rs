//! Sends reports as they are read, several messages ahead of the answers; what was not answered when a connection broke is
//! sent again.

use std::{collections::VecDeque, time::Duration};

use contract::{
    common::{Outcome, Refusal, outcome},
    evaluation::{ImportMeasurements, ImportedMeasurements, evaluation_commands_client::EvaluationCommandsClient},
    rules,
};
use futures::stream;
use prost::{Message, Name};
use tokio::sync::mpsc;
use tonic::Streaming;

use super::{
    Wrong,
    reading::{Next, Read},
};
use crate::client::{Client, Failure};

/// What a server takes in a message, with room for its frame.
const BYTES_MAX: usize = 200 * 1024;
/// Messages that may be unanswered.
const UNANSWERED_MAX: usize = 8;
/// Attempts in a row that come to nothing.
const ATTEMPTS_MAX: u32 = 5;
const PAUSE: Duration = Duration::from_secs(1);
/// So many rows that are wrong are told.
const WRONG_MAX: usize = 1_000;

/// What came of a file.
#[derive(Debug, Default)]
pub struct Came {
    /// Values that stand now, whether by this import or an earlier one.
    pub stand: u64,
    /// Rows without a number.
    pub blank: u64,
    /// Values that do not stand; of them the first 1,000 are told.
    pub refused: u64,
    pub wrong: Vec<Wrong>,
}

/// One message, with the lines of each report.
struct Sheet {
    lines: Vec<Vec<u64>>,
    message: ImportMeasurements,
}

/// A connection under way.
struct Link {
    sheets: mpsc::Sender<ImportMeasurements>,
    answers: Streaming<ImportedMeasurements>,
}

/// Carries all of it out; `answered` is told how many values each answer was about.
pub async fn send(
    rows: impl Iterator<Item = Next> + Send + 'static,
    client: &Client,
    answered: impl Fn(u64),
) -> Result<Came, Failure> {
    // Reading blocks on the disk.
    let (read, mut sheets) = mpsc::channel(2);
    let reading = tokio::task::spawn_blocking(move || lay_out(rows, &read));
    let mut sending = Sending { client, unanswered: VecDeque::new(), came: Came::default(), is_read: false };
    let mut attempts = 0;
    loop {
        let before = sending.came.stand + sending.came.refused;
        let ended = sending.follow(&mut sheets, &answered).await;
        let has_moved = before < sending.came.stand + sending.came.refused;
        attempts = if has_moved { 0 } else { attempts + 1 };
        match ended {
            Ok(()) => break,
            Err(failure) if !failure.is_unavailable() || ATTEMPTS_MAX <= attempts => return Err(failure),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
    let (blank, wrong) = reading.await.map_err(Failure::internal)?;
    let Sending { mut came, .. } = sending;
    came.blank = blank;
    came.refused += wrong.count;
    came.wrong.extend(wrong.told);
    came.wrong.sort_by_key(|it| it.line);
    Ok(came)
}

struct Sending<'c> {
    client: &'c Client,
    unanswered: VecDeque<Sheet>,
    came: Came,
    /// Nothing more comes from the file.
    is_read: bool,
}

impl Sending<'_> {
    /// Until all is answered, or the connection breaks.
    async fn follow(&mut self, sheets: &mut mpsc::Receiver<Sheet>, answered: &impl Fn(u64)) -> Result<(), Failure> {
        let mut link = Link::open(self.client).await?;
        for sheet in &self.unanswered {
            link.send(&sheet.message).await?;
        }
        loop {
            if self.is_read && self.unanswered.is_empty() {
                return Ok(());
            }
            let has_room = !self.is_read && self.unanswered.len() < UNANSWERED_MAX;
            tokio::select! {
                sheet = sheets.recv(), if has_room => match sheet {
                    None => self.is_read = true,
                    Some(sheet) => {
                        let sent = link.send(&sheet.message).await;
                        // Kept first: what could not be sent is sent again.
                        self.unanswered.push_back(sheet);
                        sent?;
                    }
                },
                answer = link.answers.message(), if !self.unanswered.is_empty() => {
                    let answer = answer?.ok_or_else(|| Failure::internal("the service broke off without a word"))?;
                    answered(answer.outcomes.len() as u64);
                    self.take(answer)?;
                }
            }
        }
    }

    /// Answers come in the order of what was sent; one that leaves a value out says nothing of any.
    fn take(&mut self, answer: ImportedMeasurements) -> Result<(), Failure> {
        let is_whole = |sheet: &&Sheet| {
            sheet.lines.len() == answer.outcomes.len() && answer.outcomes.iter().all(|it| it.outcome.is_some())
        };
        if self.unanswered.front().filter(is_whole).is_none() {
            return Err(Failure::internal("the service has not answered for every value that it was sent"));
        }
        let Some(sheet) = self.unanswered.pop_front() else { return Ok(()) };
        for (lines, Outcome { outcome }) in sheet.lines.iter().zip(answer.outcomes) {
            match outcome {
                Some(outcome::Outcome::Refusal(it)) => {
                    self.came.refused += 1;
                    if self.came.wrong.len() < WRONG_MAX {
                        self.came.wrong.extend(placed(&it, lines));
                    }
                }
                Some(outcome::Outcome::Receipt(_)) => self.came.stand += 1,
                None => (),
            }
        }
        Ok(())
    }
}

impl Link {
    async fn open(client: &Client) -> Result<Self, Failure> {
        let (sheets, to_send) = mpsc::channel(UNANSWERED_MAX);
        let messages = stream::unfold(to_send, |mut it| async move { Some((it.recv().await?, it)) });
        let mut service = EvaluationCommandsClient::new(client.channel("evaluation")?);
        let answers = service.import_measurements(client.request(messages)?).await?.into_inner();
        Ok(Link { sheets, answers })
    }

    async fn send(&mut self, message: &ImportMeasurements) -> Result<(), Failure> {
        if self.sheets.send(message.clone()).await.is_ok() {
            return Ok(());
        }
        // The stream has ended: why stands in what it answers last.
        match self.answers.message().await {
            Err(status) => Err(status.into()),
            Ok(_) => Err(Failure::internal("the service broke off without a word")),
        }
    }
}

/// A refusal, at the cells it is about.
fn placed(refusal: &Refusal, lines: &[u64]) -> Vec<Wrong> {
    let whole = lines.first().copied().unwrap_or_default();
    if refusal.fields.is_empty() {
        return vec![Wrong { line: whole, column: String::new(), why: refusal.message.clone() }];
    }
    let at = |path: &str| {
        let part = path.strip_prefix("parts[").and_then(|it| it.split_once(']'));
        let line = part.and_then(|(place, _)| lines.get(place.parse::<usize>().ok()? + 1).copied());
        let field = part.map_or(path, |(_, field)| field.trim_start_matches('.'));
        let column = match field {
            "value_name" | "parts" => "part",
            "participant_id" => "partner_id",
            other => other,
        };
        (line.unwrap_or(whole), column.to_owned())
    };
    let wrong = refusal.fields.iter().map(|it| {
        let (line, column) = at(&it.path);
        Wrong { line, column, why: it.problem.clone() }
    });
    wrong.collect()
}

/// Rows that the file itself has wrong.
#[derive(Default)]
struct Misread {
    count: u64,
    told: Vec<Wrong>,
}

/// Puts reports together into messages, until nobody takes them any more.
fn lay_out(rows: impl Iterator<Item = Next>, to: &mpsc::Sender<Sheet>) -> (u64, Misread) {
    let (mut blank, mut wrong) = (0, Misread::default());
    let mut sheet = Sheet::empty();
    let mut bytes = 0;
    let most = rules().items_max(&ImportMeasurements::full_name(), "measurements").unwrap_or(1) as usize;
    for row in rows {
        match row {
            Next::Blank => blank += 1,
            Next::Wrong(it) => {
                wrong.count += 1;
                if wrong.told.len() < WRONG_MAX {
                    wrong.told.push(it);
                }
            }
            Next::Report(read) => {
                let Read { lines, report } = *read;
                let more = report.encoded_len();
                if most == sheet.lines.len() || (BYTES_MAX < bytes + more && !sheet.lines.is_empty()) {
                    bytes = 0;
                    if to.blocking_send(std::mem::replace(&mut sheet, Sheet::empty())).is_err() {
                        return (blank, wrong);
                    }
                }
                bytes += more;
                sheet.lines.push(lines);
                sheet.message.measurements.push(report);
            }
        }
    }
    if !sheet.lines.is_empty() {
        // Where nobody takes it, the failure is told there.
        let _ = to.blocking_send(sheet);
    }
    (blank, wrong)
}

impl Sheet {
    fn empty() -> Self {
        Sheet { lines: vec![], message: ImportMeasurements::default() }
    }
}
