//! Bugs planted on purpose: the checkers have to find each of them.

/// A mutation of the register or of the server.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Bug {
    /// "Paid" is shown before the transaction is complete.
    PaidBeforeCommit,
    /// "Paid" is shown although the transaction was refused.
    PaidThoughRefused,
    /// The entry is written, its place in the outbox in a transaction of its own.
    OutboxApart,
    /// The head is written in a transaction of its own.
    HeadApart,
    /// A page that was taken over goes on writing.
    FenceIgnored,
    /// A number is left out after a refused transaction.
    SeqSkipped,
    /// A number is used again after a restart.
    SeqReused,
    /// The outbox is emptied when a push is sent.
    ForgotOnSend,
    /// The outbox is emptied when the server answers with an error.
    ForgotOnError,
    /// The device takes the tail it sent, not the anchor, as acknowledged.
    AckedWhatWasSent,
    /// The device deletes entries once they are sent.
    DeletedOnSend,
    /// The acknowledgement is not written down, only remembered the wrong way: one too far.
    AckedOneTooFar,
    /// The bytes are written again before they are sent.
    Reserialised,
    /// The hash is made without the entry before.
    HashUnchained,
    /// The receipt number comes from the memory of the page.
    ReceiptFromMemory,
    /// A page that begins reads where the register is before it raises the fence.
    ReadBeforeFence,
    /// The server answers before its transaction is durable.
    AnsweredBeforeCommit,
    /// The server stores a batch entry by entry and stops in the middle at a crash, head first.
    HeadBeforeEntries,
    /// The server takes an entry with a gap before it.
    GapAccepted,
    /// The server overwrites an entry that it has.
    ForkOverwrites,
    /// Stock and money are counted again when an entry comes again.
    CountedTwice,
    /// Projection starts after a batch only, and forgets it when the server dies.
    ProjectionForgotten,
    /// The server drops entries that it cannot take together with the rest of the batch.
    BatchDropped,
    /// Where the number of the last Z report was lost, the next report is the first again.
    ReportsFromZero,
    /// The totals of the shift are written in a transaction of their own.
    ShiftApart,
    /// The cart is taken away in a transaction of its own.
    CartApart,
    /// What came back of a sale before is not looked at.
    ReturnsForgotten,
    /// An approval is used again.
    ApprovalReused,
    /// The server does not look whether two registers took the same goods back.
    ReturnsUnmarked,
    /// The server puts goods on the shelf that were thrown away.
    WriteOffRestocked,
    /// The server leaves out cash that goes in or out without a sale.
    MovesUncounted,
}

impl Bug {
    /// Every planted bug.
    pub const ALL: [Self; 31] = [
        Self::PaidBeforeCommit,
        Self::PaidThoughRefused,
        Self::OutboxApart,
        Self::HeadApart,
        Self::FenceIgnored,
        Self::SeqSkipped,
        Self::SeqReused,
        Self::ForgotOnSend,
        Self::ForgotOnError,
        Self::AckedWhatWasSent,
        Self::DeletedOnSend,
        Self::AckedOneTooFar,
        Self::Reserialised,
        Self::HashUnchained,
        Self::ReceiptFromMemory,
        Self::ReadBeforeFence,
        Self::AnsweredBeforeCommit,
        Self::HeadBeforeEntries,
        Self::GapAccepted,
        Self::ForkOverwrites,
        Self::CountedTwice,
        Self::ProjectionForgotten,
        Self::BatchDropped,
        Self::ReportsFromZero,
        Self::ShiftApart,
        Self::CartApart,
        Self::ReturnsForgotten,
        Self::ApprovalReused,
        Self::ReturnsUnmarked,
        Self::WriteOffRestocked,
        Self::MovesUncounted,
    ];

    /// Returns the bug of a name as it is written in the code.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|bug| format!("{bug:?}") == name)
    }
}
