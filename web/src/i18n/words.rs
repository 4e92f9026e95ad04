//! The texts in English. Other languages have them in the same order in `web/public/i18n`.

macro_rules! words {
    ($($key:ident: $en:literal;)+) => {
        /// The name of a text.
        #[derive(Copy, Clone, Debug, PartialEq, Eq)]
        pub enum Key { $($key),+ }

        pub(super) const ENGLISH: &[&str] = &[$($en),+];

        #[cfg(test)]
        pub(super) const NAMES: &[&str] = &[$(stringify!($key)),+];
    };
}

words! {
    // Everywhere
    Back: "Back";
    Close: "Close";
    Cancel: "Cancel";
    Apply: "Apply";
    Undo: "Undo";
    Loading: "Loading…";
    Menu: "Menu";
    NotReady: "The register is still starting. Try again in a moment.";
    CrashTitle: "The app has stopped";
    CrashAdvice: "Every paid sale is stored, and the cart is kept. Load the app again to go on.";
    CrashButton: "Load again";
    NoDatabase: "This browser does not let the app store data ({error}). Nothing was changed. Leave private mode, free some space, or try another browser.";
    OlderPage: "Another page of this app is still open in an older version. Close it, then load this page again.";
    NewerPage: "This app was opened in a newer version. Load this page again to go on.";
    Reload: "Load again";

    // Another page
    ReadOnlyTitle: "This register is open in another page.";
    ReadOnlyAdvice: "You can look, but only one page can sell.";
    ReadOnlyShort: "Another page is selling. Take over first.";
    TakeOver: "Take over here";

    // Enrolment
    EnrolTitle: "Set up this register";
    EnrolLead: "Enter the code that the office made for this device. It works once.";
    EnrolCode: "Enrolment code";
    EnrolSubmit: "Set up";
    EnrolAsking: "Asking the server…";
    EnrolLoading: "Loading the goods…";
    EnrolHint: "After that the register works without a network, too.";
    CodeRefused: "The server does not know this code, or it was used already. Ask the office for a new one.";
    NoServer: "The server does not answer. Check the network and try again; the code is still good.";
    ServerBusy: "The server is busy. Try again in a moment.";
    AppTooOld: "This app is too old for the server. Load the page again.";

    // Signing in
    WhoSells: "Who is selling?";
    EnterPin: "Enter your PIN";
    Checking: "Checking…";
    WrongPin: "That is not the PIN. Try again.";
    WaitSeconds: "Too many wrong PINs. Try again in {n} s.";
    RubOut: "Delete digit";
    SignInNow: "Sign in";
    OtherPerson: "Someone else";
    RoleCashier: "Cashier";
    RoleManager: "Manager";
    RoleOwner: "Owner";
    CartWaits: "A cart is waiting: {amount}";
    ApproveTitle: "Approval needed";
    Approve: "Approve";
    ApprovedBy: "Approved by {name}";
    NobodyApproves: "Nobody here may approve this. Nothing was changed.";

    // Selling
    Goods: "Goods";
    Cart: "Cart";
    SearchHint: "Search or scan";
    ClearSearch: "Clear search";
    Favourites: "Favourites";
    AllGoods: "All";
    NoHits: "Nothing found for “{query}”";
    NoHitsAdvice: "Try fewer letters, or scan the barcode.";
    NoGoods: "No goods here yet";
    NoGoodsAdvice: "Goods appear here as soon as the office has entered them.";
    GoodsLoading: "The goods are being loaded…";
    GoodsLoadingAdvice: "This happens once and needs the network.";
    EmptyCart: "Nothing in the cart";
    EmptyCartAdvice: "Scan a barcode, tap an item, or just type its name.";
    UnknownCode: "No item has the code {code}. Nothing was added.";
    WhichOne: "Which one is it?";
    SameCode: "More than one item has this code.";
    HowMuch: "How much?";
    Weight: "Quantity in {unit}";
    AddToCart: "Add";
    Options: "Options";
    ChooseOne: "choose one";
    AtLeast: "at least {n}";
    AtMost: "at most {n}";
    PriceFromTo: "A price from {min} to {max}";
    PriceFrom: "A price from {min}";
    Quantity: "Quantity";
    More: "One more";
    Less: "One less";
    DiscountPercent: "Discount %";
    DiscountAmount: "Discount amount";
    UnitPrice: "Price";
    PriceChanged: "Price changed";
    InsteadOf: "instead of {price}";
    Reason: "Reason";
    NoReason: "No reason given";
    Remove: "Remove";
    DiscountOnAll: "Discount on everything";
    TakeDiscountAway: "Take the discount away";
    Coupon: "Coupon";
    UseCoupon: "Use";
    RemoveCoupon: "Take back coupon {code}";
    UnknownCoupon: "The shop has no coupon {code}. Nothing was changed.";
    CouponWaits: "nothing to take off yet";
    CouponUsedUp: "used up";
    CouponGone: "no longer valid";
    MoneyIsDown: "Money was put down for this cart. Finish the payment or take it back first.";
    OrderType: "How it leaves the shop";
    OrderRetail: "Shop";
    OrderEatIn: "Eat in";
    OrderTakeAway: "Take away";
    OrderPickUp: "Pick up";
    OrderDelivery: "Delivery";
    WhyPrice: "Why this price?";
    WhyOnAll: "On everything: {discount}";
    WhyUnits: "{name} (for {n})";
    WhyIncluded: "{tax}, included";
    Park: "Park";
    ParkCart: "Park this cart";
    ParkedCarts: "Parked carts";
    ParkName: "Name";
    ParkDefault: "Cart {n}";
    Parked: "{name} is parked";
    NothingParked: "No cart is parked";
    NothingParkedAdvice: "Park a cart to serve someone else first. It stays on this register, also when the app is closed.";
    TooManyParked: "Too many carts are parked. Sell one of them first.";
    Clear: "Clear";
    LineRemoved: "{name} was removed";
    CartCleared: "The cart was cleared";
    QuantityChanged: "Quantity changed";
    DiscountChanged: "Discount changed";
    NothingToUndo: "There is nothing to undo.";
    Subtotal: "Subtotal";
    Discount: "Discount";
    TaxIncluded: "Tax included";
    Tax: "Tax";
    Net: "Net";
    Total: "Total";
    PayAmount: "Pay {amount}";
    Pay: "Pay";
    OneLine: "1 line";
    ItemCount: "{n} lines";
    NotAPercentage: "A discount is from 0 to 100 percent. Nothing was changed.";
    NotAnAmount: "That is not an amount. Nothing was changed.";
    NotAQuantity: "That is not a quantity. Nothing was changed.";
    QuantityTooLarge: "That quantity is too large. Nothing was changed.";
    WholePieces: "This is sold in whole pieces. Nothing was changed.";
    TooManyLines: "The cart is full. Take the money for it first.";
    NoSuchLine: "This line is no longer in the cart.";
    CannotPrice: "The cart cannot be priced: {error}. Nothing was changed.";
    CartNotKept: "The cart could not be stored ({error}). Take the money for it before the app is closed.";
    ScanWhilePaying: "A payment is under way. Go back to add goods.";

    // Paying
    ToPay: "To pay";
    StillToPay: "Still to pay";
    Cash: "Cash";
    Card: "Card";
    Exact: "Exact {amount}";
    CashAmount: "Cash received";
    TakeCash: "Take cash";
    EnterConfirms: "Enter confirms";
    CardApproved: "Card approved";
    CardAdvice: "Charge {amount} on the card terminal, then confirm here.";
    CardReference: "Terminal reference (optional)";
    TakenSoFar: "Taken so far";
    TakeBack: "Take back";
    TooMuchByCard: "That is more than what is owed. Only cash can be more.";
    Finish: "Finish";
    Saving: "Saving the sale…";
    DiskFull: "There is no room left on this device.";
    DiskError: "The browser did not store it ({error}).";
    NotSavedTitle: "The sale is not stored";
    NotSavedAdvice: "{error} The cart and what was taken are kept. Try again; if it fails again, save the sale as a file and give it to the office.";
    TryAgain: "Try again";
    SaveAsFile: "Save as a file";
    Paid: "Paid";
    Change: "Change";
    NoChange: "None";
    Print: "Print";
    ShowReceipt: "Show receipt";
    HideReceipt: "Hide receipt";
    NextSale: "Next sale";

    // Receipts
    Receipt: "Receipt";
    Date: "Date";
    Cashier: "Cashier";
    Rounding: "Rounding";
    TaxNumber: "Tax number";
    Copy: "COPY";
    ProofLabel: "Proof of this receipt";

    // The day
    Sell: "Sell";
    SalesToday: "Sales today";
    NoSales: "No sales yet today";
    NoSalesAdvice: "Each sale appears here as soon as it is paid, also without a network.";
    OnServer: "On the server";
    Waiting: "Waiting";
    SalesCount: "Sales";
    Reprint: "Print a copy";
    ChooseSale: "Choose a sale to see its receipt.";
    ShowMore: "Show more";
    Shift: "Shift";
    OpenShift: "Open the shift";
    OpenShiftLead: "Count the cash in the drawer before the first sale.";
    CloseShift: "Close the shift";
    CloseShiftLead: "Count what is in the drawer. What is expected is on the report.";
    OtherCash: "Other cash";
    Note: "Note";
    Counted: "Counted";
    Expected: "Expected";
    Difference: "Difference";
    OpeningFloat: "Opening float";
    CashTaken: "Cash taken";
    CashRefunded: "Cash paid back";
    PaidIn: "Paid in";
    PaidOut: "Paid out";
    CashDrop: "To the safe";
    OpenDrawer: "Open the drawer";
    Amount: "Amount";
    ReasonNeeded: "A reason is needed. Nothing was changed.";
    XReport: "X report";
    ZReport: "Z report {n}";
    BusinessDay: "Business day";
    DrawerOpenings: "Drawer opened";
    Reprints: "Copies printed";

    // Returns
    ReturnGoods: "Return goods";
    VoidSale: "Void the sale";
    WithoutReceipt: "Return without receipt";
    FindReceipt: "Find a receipt";
    NoSuchReceipt: "This register has no receipt {code}.";
    OtherRegister: "This receipt is of another register. Take the goods back there, or without a receipt.";
    TakeEverything: "Everything";
    LeftOf: "{left} of {n} left";
    CameBack: "came back already";
    WriteOff: "Write off";
    ToPayBack: "To pay back";
    PayBack: "Pay back {amount}";
    PaidBack: "Paid back";
    AllInCash: "All in cash";
    CardBackAdvice: "Give {amount} back on the card terminal, then confirm here.";
    NothingComesBack: "Choose how much of what comes back.";
    AllCameBack: "Everything on this receipt has come back already.";
    PartCameBack: "A part of this sale has come back already. Return the rest instead.";
    AskManager: "This needs a manager. Ask one to sign in.";
    RingUpFirst: "Ring up what comes back first, then choose this.";
    NotReadable: "The entry of this sale cannot be read. Nothing was changed.";
    MoreThanLeft: "Only {n} can still come back.";
    TooLateToReturn: "Goods can be returned for {n} days. That time is over.";
    OfferWouldBreak: "These goods were an offer together. Take all of them back, or none.";
    OfferNotKnown: "Prices have changed since this sale, and it had an offer. Take everything back, or ask the office.";
    CannotReturn: "This cannot be taken back: {error}. Nothing was changed.";

    // Sync
    SyncTitle: "Connection";
    Online: "Online";
    Offline: "Offline";
    Connecting: "Connecting";
    Watching: "Watching";
    OfflineWaiting: "Offline · {n} waiting";
    OnlineWaiting: "Sending {n}";
    Problem: "Problem";
    OnlineAdvice: "Everything that was sold is on the server.";
    SendingAdvice: "{n} entries are on their way to the server.";
    OfflineAdvice: "Go on selling. {n} entries are stored on this device and are sent when the network is back.";
    ConnectingAdvice: "The server has not answered yet.";
    WatchingAdvice: "Another page of this register sells and sends. {n} entries wait to be sent.";
    ProblemQuarantined: "The server has set entry {seq} aside ({code}). Nothing is lost. Tell the office.";
    ProblemFork: "The server has another entry under number {seq}. Nothing is lost: go on selling, export the entries and tell the office.";
    ProblemTooOld: "The app has to be updated. Sales are kept and sent after the update.";
    ProblemRevoked: "The office has switched this register off. Sales are kept on this device: export them and tell the office.";
    ProblemRefused: "The server refuses ({code}). Sales are kept and tried again.";
    SetUpAgain: "Set up again";
    SetUpAgainAdvice: "The register gets a new journal and needs a new code from the office. What this device holds of the old one stays on it.";
    SetUpAgainExport: "{n} entries are only on this device. Save them as a file first and give it to the office.";
    SetUpAgainCarts: "Sell or clear the cart and the parked carts first.";
    RetryNow: "Try now";
    Export: "Export unsent entries";
    NothingToExport: "Everything is on the server already.";
    SetAside: "This device holds {n} entries of the register it was before that never reached the server. Save them as a file and give it to the office.";
    StorageTitle: "Storage on this device";
    StorageUsed: "{used} MB used of {quota} MB";
    StoragePersistent: "The browser keeps the data.";
    StorageBestEffort: "The browser may clear the data when space is short. Install the app to prevent that.";
    UpdateReady: "Update ready";
    UpdateAdvice: "It is put in place when the cart is empty.";
    UpdateNow: "Update now";

    // Settings and help
    Settings: "Settings";
    Theme: "Theme";
    ThemeAuto: "System";
    ThemeLight: "Light";
    ThemeDark: "Dark";
    Language: "Language";
    TextSizeLabel: "Text size";
    Contrast: "Contrast";
    ContrastHigh: "High";
    SizeNormal: "Normal";
    SizeLarge: "Large";
    SizeLargest: "Largest";
    ThisRegister: "This register";
    Diagnostics: "Diagnostics";
    DiagnosticsAdvice: "For whoever helps you. No sale and no PIN is in it.";

    // Checking a journal
    VerifyTitle: "Check the journal";
    VerifyAdvice: "Looks at every entry: whether a byte was changed, whether one is missing and whether this register signed it. It needs no network.";
    VerifyOwn: "Check this register";
    VerifyFile: "Check a saved file";
    VerifyReceipt: "Code of a receipt, scanned or typed";
    VerifyLook: "Look for it";
    VerifyBusy: "Checking: {done} of {all} entries…";
    VerifyWhole: "Entries {first} to {last} are whole: nothing was changed and nothing is missing.";
    VerifyUnsigned: "They are of another register, whose signatures cannot be checked here.";
    VerifyHeld: "The receipt is genuine: entry {seq} of this journal is {receipt}.";
    VerifyNoProof: "This is not the code of a receipt. It begins with TITAN1.";
    VerifyNotOurs: "This receipt is of another register.";
    FaultPlace: "Line {line}, byte {byte}";
    FaultEmpty: "There is no entry in the file.";
    FaultForm: "This is not how an entry is written.";
    FaultCutOff: "The file was cut off in the middle of an entry.";
    FaultByte: "Entry {seq} was changed: this byte was {was} and is {is}.";
    FaultChanged: "Entry {seq} was changed, or the one before it.";
    FaultGap: "Entry {seq} is missing: {got} stands in its place.";
    FaultTail: "The end is missing: entry {seq} was made, but the last one here is {got}.";
    FaultFork: "There are two different entries with the number {seq}.";
    FaultSignature: "Entry {seq} was not signed by this register.";
    FaultStranger: "Entry {seq} is of another register.";

    // Leaving, and the keys
    SignOut: "Sign out";
    Help: "Keyboard";
    HelpType: "Just type or scan";
    HelpTypeDoes: "Finds goods; Enter adds";
    HelpTimes: "Adds three at once";
    HelpSlash: "Goes to the search";
    HelpArrows: "Chooses a line of the cart";
    HelpPlus: "One more, one less";
    HelpEdit: "Opens the line: quantity, discount";
    HelpWhy: "Why the line has its price";
    HelpDelete: "Removes the line";
    HelpUndo: "Takes the last change back";
    HelpCartDiscount: "Discount on everything, coupons";
    HelpPark: "Parks the cart, shows parked carts";
    HelpSales: "Sales of the day";
    HelpReturn: "In the sales of the day: returns goods of the open receipt";
    HelpPay: "Takes the money; then Enter, Enter for exact cash";
    HelpEscape: "Back, close";
    HelpHelp: "This list";

    // On receipts
    Voucher: "Voucher";
    GiftCard: "Gift card";
    StoreCredit: "Store credit";
    OnAccount: "On account";
    Points: "Points";
    Tip: "Tip";
    Returned: "Return";
    Voided: "Void";
    ForReceipt: "For receipt";
    PromotionEnded: "Offer no longer holds";
}
