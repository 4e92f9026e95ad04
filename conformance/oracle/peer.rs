//! Programs that price carts given as lines of JSON.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::case::Answers;

pub(crate) struct Peer {
    pub(crate) name: &'static str,
    pub(crate) answers: Answers,
    process: Child,
    questions: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
}

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle");

impl Peer {
    pub(crate) fn python() -> Result<Self> {
        let mut python = Command::new("python3");
        // What Python would store beside the sources is none of the project's.
        python.arg("-B").arg(format!("{HERE}/oracle.py"));
        Self::start("Python", Answers::Cents, python)
    }

    pub(crate) fn javascript() -> Result<Self> {
        let mut node = Command::new("node");
        node.arg(format!("{HERE}/oracle.mjs"));
        Self::start("JavaScript", Answers::Cents, node)
    }

    pub(crate) fn wasm(package: &Path) -> Result<Self> {
        let mut node = Command::new("node");
        node.arg(format!("{HERE}/wasm.mjs")).arg(package);
        Self::start("WebAssembly", Answers::Bytes, node)
    }

    fn start(name: &'static str, answers: Answers, mut command: Command) -> Result<Self> {
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command.spawn().with_context(|| format!("{name} does not start"))?;
        let questions = process.stdin.take();
        let replies = BufReader::new(process.stdout.take().context("no output")?);
        Ok(Self { name, answers, process, questions, replies })
    }

    /// Returns one line for each.
    pub(crate) fn ask(&mut self, texts: &[String]) -> Result<Vec<String>> {
        let questions = self.questions.as_mut().context("no input")?;
        let replies = &mut self.replies;
        let name = self.name;
        std::thread::scope(|scope| {
            // Reading at the same time, so that neither side waits for the other's full pipe.
            let written = scope.spawn(move || {
                texts.iter().try_for_each(|text| writeln!(questions, "{text}"))?;
                questions.flush()
            });
            let mut answers = Vec::with_capacity(texts.len());
            for text in texts {
                let mut answer = String::new();
                replies.read_line(&mut answer)?;
                ensure!(!answer.is_empty(), "{name} stopped at {text} or before");
                answers.push(answer.trim_end().to_owned());
            }
            written.join().map_err(|_| anyhow::anyhow!("{name} cannot be written to"))??;
            Ok(answers)
        })
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // The end of its input is the end of it.
        self.questions = None;
        let _ = self.process.wait();
    }
}
