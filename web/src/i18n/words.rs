//! The table of texts: key, English, German.

macro_rules! words {
    ($($key:ident: $en:literal, $de:literal;)+) => {
        /// The name of a text.
        #[derive(Copy, Clone, Debug, PartialEq, Eq)]
        pub enum Key { $($key),+ }

        impl Key {
            pub(super) const fn words(self) -> (&'static str, &'static str) {
                match self { $(Self::$key => ($en, $de)),+ }
            }
        }
    };
}

words! {
    // Everywhere
    Back: "Back", "Zurück";
    Close: "Close", "Schließen";
    Cancel: "Cancel", "Abbrechen";
    Apply: "Apply", "Übernehmen";
    Undo: "Undo", "Rückgängig";
    Loading: "Loading…", "Wird geladen …";
    Menu: "Menu", "Menü";
    NotReady: "The register is still starting. Try again in a moment.", "Die Kasse startet noch. Bitte gleich noch einmal versuchen.";
    CrashTitle: "The app has stopped", "Die App wurde angehalten";
    CrashAdvice: "Every paid sale is stored, and the cart is kept. Load the app again to go on.", "Jeder bezahlte Verkauf ist gespeichert und der Warenkorb bleibt erhalten. Laden Sie die App neu, um weiterzumachen.";
    CrashButton: "Load again", "Neu laden";
    NoDatabase: "This browser does not let the app store data ({error}). Nothing was changed. Leave private mode, free some space, or try another browser.", "Dieser Browser lässt die App keine Daten speichern ({error}). Es wurde nichts geändert. Beenden Sie den privaten Modus, schaffen Sie Platz oder nehmen Sie einen anderen Browser.";
    OlderPage: "Another page of this app is still open in an older version. Close it, then load this page again.", "Eine andere Seite dieser App ist noch in einer älteren Version offen. Schließen Sie sie und laden Sie diese Seite neu.";
    NewerPage: "This app was opened in a newer version. Load this page again to go on.", "Diese App wurde in einer neueren Version geöffnet. Laden Sie diese Seite neu, um weiterzumachen.";
    Reload: "Load again", "Neu laden";

    // Another page
    ReadOnlyTitle: "This register is open in another page.", "Diese Kasse ist in einer anderen Seite offen.";
    ReadOnlyAdvice: "You can look, but only one page can sell.", "Sie können zusehen, aber nur eine Seite kann verkaufen.";
    ReadOnlyShort: "Another page is selling. Take over first.", "Eine andere Seite verkauft gerade. Erst übernehmen.";
    TakeOver: "Take over here", "Hier übernehmen";

    // Enrolment
    EnrolTitle: "Set up this register", "Diese Kasse einrichten";
    EnrolLead: "Enter the code that the office made for this device. It works once.", "Geben Sie den Code ein, den das Büro für dieses Gerät erzeugt hat. Er gilt einmal.";
    EnrolCode: "Enrolment code", "Einrichtungscode";
    EnrolSubmit: "Set up", "Einrichten";
    EnrolAsking: "Asking the server…", "Server wird gefragt …";
    EnrolLoading: "Loading the goods…", "Artikel werden geladen …";
    EnrolHint: "After that the register works without a network, too.", "Danach arbeitet die Kasse auch ohne Netz.";
    CodeRefused: "The server does not know this code, or it was used already. Ask the office for a new one.", "Der Server kennt diesen Code nicht, oder er wurde schon benutzt. Lassen Sie sich im Büro einen neuen geben.";
    NoServer: "The server does not answer. Check the network and try again; the code is still good.", "Der Server antwortet nicht. Prüfen Sie das Netz und versuchen Sie es noch einmal; der Code gilt weiter.";
    ServerBusy: "The server is busy. Try again in a moment.", "Der Server ist beschäftigt. Bitte gleich noch einmal versuchen.";
    AppTooOld: "This app is too old for the server. Load the page again.", "Diese App ist zu alt für den Server. Laden Sie die Seite neu.";

    // Signing in
    WhoSells: "Who is selling?", "Wer verkauft?";
    EnterPin: "Enter your PIN", "PIN eingeben";
    Checking: "Checking…", "Wird geprüft …";
    WrongPin: "That is not the PIN. Try again.", "Das ist nicht die PIN. Bitte noch einmal.";
    WaitSeconds: "Too many wrong PINs. Try again in {n} s.", "Zu viele falsche PINs. Wieder in {n} s.";
    RubOut: "Delete digit", "Ziffer löschen";
    SignInNow: "Sign in", "Anmelden";
    OtherPerson: "Someone else", "Jemand anders";
    RoleCashier: "Cashier", "Kasse";
    RoleManager: "Manager", "Leitung";
    RoleOwner: "Owner", "Inhaber";
    CartWaits: "A cart is waiting: {amount}", "Ein Warenkorb wartet: {amount}";

    // Selling
    Goods: "Goods", "Artikel";
    Cart: "Cart", "Warenkorb";
    SearchHint: "Search or scan", "Suchen oder scannen";
    ClearSearch: "Clear search", "Suche leeren";
    Favourites: "Favourites", "Favoriten";
    AllGoods: "All", "Alle";
    NoHits: "Nothing found for “{query}”", "Nichts gefunden für „{query}“";
    NoHitsAdvice: "Try fewer letters, or scan the barcode.", "Versuchen Sie weniger Buchstaben oder scannen Sie den Strichcode.";
    NoGoods: "No goods here yet", "Hier sind noch keine Artikel";
    NoGoodsAdvice: "Goods appear here as soon as the office has entered them.", "Artikel erscheinen hier, sobald das Büro sie angelegt hat.";
    GoodsLoading: "The goods are being loaded…", "Die Artikel werden geladen …";
    GoodsLoadingAdvice: "This happens once and needs the network.", "Das geschieht einmal und braucht das Netz.";
    EmptyCart: "Nothing in the cart", "Der Warenkorb ist leer";
    EmptyCartAdvice: "Scan a barcode, tap an item, or just type its name.", "Scannen Sie einen Strichcode, tippen Sie auf einen Artikel oder geben Sie einfach den Namen ein.";
    UnknownCode: "No item has the code {code}. Nothing was added.", "Kein Artikel hat den Code {code}. Es wurde nichts hinzugefügt.";
    WhichOne: "Which one is it?", "Welcher Artikel ist es?";
    SameCode: "More than one item has this code.", "Mehrere Artikel haben diesen Code.";
    HowMuch: "How much?", "Wie viel?";
    Weight: "Quantity in {unit}", "Menge in {unit}";
    AddToCart: "Add", "Hinzufügen";
    Quantity: "Quantity", "Menge";
    More: "One more", "Eins mehr";
    Less: "One less", "Eins weniger";
    DiscountPercent: "Discount %", "Rabatt %";
    DiscountAmount: "Discount amount", "Rabatt Betrag";
    Reason: "Reason", "Grund";
    NoReason: "No reason given", "Kein Grund angegeben";
    Remove: "Remove", "Entfernen";
    DiscountOnAll: "Discount on everything", "Rabatt auf alles";
    TakeDiscountAway: "Take the discount away", "Rabatt wegnehmen";
    Clear: "Clear", "Leeren";
    LineRemoved: "{name} was removed", "{name} wurde entfernt";
    CartCleared: "The cart was cleared", "Der Warenkorb wurde geleert";
    Subtotal: "Subtotal", "Zwischensumme";
    Discount: "Discount", "Rabatt";
    TaxIncluded: "Tax included", "Darin Steuer";
    Tax: "Tax", "Steuer";
    Net: "Net", "Netto";
    Total: "Total", "Summe";
    PayAmount: "Pay {amount}", "{amount} kassieren";
    Pay: "Pay", "Kassieren";
    ItemCount: "{n} lines", "{n} Zeilen";
    NotAPercentage: "A discount is from 0 to 100 percent. Nothing was changed.", "Ein Rabatt ist von 0 bis 100 Prozent. Es wurde nichts geändert.";
    NotAnAmount: "That is not an amount. Nothing was changed.", "Das ist kein Betrag. Es wurde nichts geändert.";
    NotAQuantity: "That is not a quantity. Nothing was changed.", "Das ist keine Menge. Es wurde nichts geändert.";
    QuantityTooLarge: "That quantity is too large. Nothing was changed.", "Diese Menge ist zu groß. Es wurde nichts geändert.";
    WholePieces: "This is sold in whole pieces. Nothing was changed.", "Das wird in ganzen Stücken verkauft. Es wurde nichts geändert.";
    TooManyLines: "The cart is full. Take the money for it first.", "Der Warenkorb ist voll. Kassieren Sie ihn zuerst.";
    NoSuchLine: "This line is no longer in the cart.", "Diese Zeile ist nicht mehr im Warenkorb.";
    CannotPrice: "The cart cannot be priced: {error}. Nothing was changed.", "Der Warenkorb lässt sich nicht berechnen: {error}. Es wurde nichts geändert.";
    CartNotKept: "The cart could not be stored ({error}). Take the money for it before the app is closed.", "Der Warenkorb konnte nicht gespeichert werden ({error}). Kassieren Sie ihn, bevor die App geschlossen wird.";
    ScanWhilePaying: "A payment is under way. Go back to add goods.", "Es wird gerade kassiert. Zum Hinzufügen zurückgehen.";

    // Paying
    ToPay: "To pay", "Zu zahlen";
    StillToPay: "Still to pay", "Noch zu zahlen";
    Cash: "Cash", "Bar";
    Card: "Card", "Karte";
    Exact: "Exact {amount}", "Passend {amount}";
    CashAmount: "Cash received", "Bar erhalten";
    TakeCash: "Take cash", "Bar nehmen";
    EnterConfirms: "Enter confirms", "Enter bestätigt";
    CardApproved: "Card approved", "Karte genehmigt";
    CardAdvice: "Charge {amount} on the card terminal, then confirm here.", "{amount} am Kartenterminal abbuchen, dann hier bestätigen.";
    CardReference: "Terminal reference (optional)", "Beleg des Terminals (optional)";
    TakenSoFar: "Taken so far", "Bisher erhalten";
    TakeBack: "Take back", "Zurücknehmen";
    TooMuchByCard: "That is more than what is owed. Only cash can be more.", "Das ist mehr als geschuldet. Nur bar darf es mehr sein.";
    Finish: "Finish", "Abschließen";
    Saving: "Saving the sale…", "Verkauf wird gespeichert …";
    NotSavedTitle: "The sale is not stored", "Der Verkauf ist nicht gespeichert";
    NotSavedAdvice: "{error}. The cart and what was taken are kept. Try again; if it fails again, save the sale as a file and give it to the office.", "{error}. Warenkorb und erhaltene Zahlungen bleiben. Versuchen Sie es noch einmal; klappt es wieder nicht, speichern Sie den Verkauf als Datei und geben Sie sie ins Büro.";
    TryAgain: "Try again", "Noch einmal";
    SaveAsFile: "Save as a file", "Als Datei speichern";
    Paid: "Paid", "Bezahlt";
    Change: "Change", "Rückgeld";
    NoChange: "None", "Keines";
    Print: "Print", "Drucken";
    ShowReceipt: "Show receipt", "Beleg zeigen";
    HideReceipt: "Hide receipt", "Beleg verbergen";
    NextSale: "Next sale", "Nächster Verkauf";

    // Receipts
    Receipt: "Receipt", "Beleg";
    Date: "Date", "Datum";
    Cashier: "Cashier", "Bediener";
    Rounding: "Rounding", "Rundung";
    TaxNumber: "Tax number", "Steuernummer";
    Copy: "COPY", "KOPIE";
    ProofLabel: "Proof of this receipt", "Nachweis zu diesem Beleg";

    // The day
    Sell: "Sell", "Verkauf";
    SalesToday: "Sales today", "Verkäufe heute";
    NoSales: "No sales yet today", "Heute noch keine Verkäufe";
    NoSalesAdvice: "Each sale appears here as soon as it is paid, also without a network.", "Jeder Verkauf erscheint hier, sobald er bezahlt ist, auch ohne Netz.";
    OnServer: "On the server", "Auf dem Server";
    Waiting: "Waiting", "Wartet";
    SalesCount: "Sales", "Verkäufe";
    Reprint: "Print a copy", "Kopie drucken";
    ChooseSale: "Choose a sale to see its receipt.", "Wählen Sie einen Verkauf, um den Beleg zu sehen.";
    ShowMore: "Show more", "Mehr zeigen";

    // Sync
    SyncTitle: "Connection", "Verbindung";
    Online: "Online", "Online";
    Offline: "Offline", "Offline";
    Connecting: "Connecting", "Verbindet";
    OfflineWaiting: "Offline · {n} waiting", "Offline · {n} warten";
    OnlineWaiting: "Sending {n}", "Sendet {n}";
    Problem: "Problem", "Problem";
    OnlineAdvice: "Everything that was sold is on the server.", "Alles Verkaufte ist auf dem Server.";
    SendingAdvice: "{n} entries are on their way to the server.", "{n} Einträge sind auf dem Weg zum Server.";
    OfflineAdvice: "Go on selling. {n} entries are stored on this device and are sent when the network is back.", "Verkaufen Sie weiter. {n} Einträge liegen auf diesem Gerät und werden gesendet, sobald das Netz wieder da ist.";
    ConnectingAdvice: "The server has not answered yet.", "Der Server hat noch nicht geantwortet.";
    ProblemQuarantined: "The server has set entry {seq} aside ({code}). Nothing is lost. Tell the office.", "Der Server hat Eintrag {seq} zur Seite gelegt ({code}). Nichts ist verloren. Sagen Sie es dem Büro.";
    ProblemFork: "The server has another entry under number {seq}. Nothing is lost: go on selling, export the entries and tell the office.", "Der Server hat unter Nummer {seq} einen anderen Eintrag. Nichts ist verloren: weiterverkaufen, Einträge exportieren und dem Büro Bescheid geben.";
    ProblemTooOld: "The app has to be updated. Sales are kept and sent after the update.", "Die App muss aktualisiert werden. Verkäufe bleiben gespeichert und werden danach gesendet.";
    ProblemRevoked: "The office has switched this register off. Sales are kept on this device: export them and tell the office.", "Das Büro hat diese Kasse abgeschaltet. Verkäufe bleiben auf dem Gerät: exportieren und dem Büro Bescheid geben.";
    ProblemRefused: "The server refuses ({code}). Sales are kept and tried again.", "Der Server lehnt ab ({code}). Verkäufe bleiben gespeichert und werden erneut gesendet.";
    RetryNow: "Try now", "Jetzt versuchen";
    Export: "Export unsent entries", "Ungesendete Einträge exportieren";
    NothingToExport: "Everything is on the server already.", "Alles ist bereits auf dem Server.";
    StorageTitle: "Storage on this device", "Speicher auf diesem Gerät";
    StorageUsed: "{used} MB used of {quota} MB", "{used} MB von {quota} MB belegt";
    StoragePersistent: "The browser keeps the data.", "Der Browser behält die Daten.";
    StorageBestEffort: "The browser may clear the data when space is short. Install the app to prevent that.", "Der Browser darf die Daten löschen, wenn der Platz knapp wird. Installieren Sie die App, um das zu verhindern.";
    UpdateReady: "Update ready", "Update bereit";
    UpdateAdvice: "It is put in place when the cart is empty.", "Es wird eingespielt, sobald der Warenkorb leer ist.";
    UpdateNow: "Update now", "Jetzt aktualisieren";

    // Settings and help
    Settings: "Settings", "Einstellungen";
    Theme: "Theme", "Darstellung";
    ThemeAuto: "System", "System";
    ThemeLight: "Light", "Hell";
    ThemeDark: "Dark", "Dunkel";
    Language: "Language", "Sprache";
    TextSizeLabel: "Text size", "Schriftgröße";
    SizeNormal: "Normal", "Normal";
    SizeLarge: "Large", "Groß";
    SizeLargest: "Largest", "Größte";
    ThisRegister: "This register", "Diese Kasse";
    SignOut: "Sign out", "Abmelden";
    Help: "Keyboard", "Tastatur";
    HelpType: "Just type or scan", "Einfach tippen oder scannen";
    HelpTypeDoes: "Finds goods; Enter adds", "Findet Artikel; Enter fügt hinzu";
    HelpTimes: "Adds three at once", "Fügt drei auf einmal hinzu";
    HelpSlash: "Goes to the search", "Springt zur Suche";
    HelpArrows: "Chooses a line of the cart", "Wählt eine Zeile im Warenkorb";
    HelpPlus: "One more, one less", "Eins mehr, eins weniger";
    HelpEdit: "Opens the line: quantity, discount", "Öffnet die Zeile: Menge, Rabatt";
    HelpDelete: "Removes the line", "Entfernt die Zeile";
    HelpCartDiscount: "Discount on everything", "Rabatt auf alles";
    HelpSales: "Sales of the day", "Verkäufe des Tages";
    HelpPay: "Takes the money; then Enter, Enter for exact cash", "Kassieren; dann Enter, Enter für passendes Bargeld";
    HelpEscape: "Back, close", "Zurück, schließen";
    HelpHelp: "This list", "Diese Liste";
}
