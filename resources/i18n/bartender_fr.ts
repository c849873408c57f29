<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>AccentsSheet</name>
    <message>
        <source>Which line is right?</source>
        <translation>Quelle ligne est juste&#x202f;?</translation>
    </message>
    <message>
        <source>The printer writes numbered lines. Tap the number of the line whose accents and € are right.</source>
        <translation>L’imprimante écrit des lignes numérotées. Touchez le numéro de celle dont les accents et le € sont justes.</translation>
    </message>
    <message>
        <source>Print them again</source>
        <translation>Les réimprimer</translation>
    </message>
</context>
<context>
    <name>AddPrinterSheet</name>
    <message>
        <source>Looking…</source>
        <translation>Recherche…</translation>
    </message>
    <message>
        <source>How is the printer connected?</source>
        <translation>Comment l’imprimante est-elle reliée&#x202f;?</translation>
    </message>
    <message>
        <source>Type its address, as its own test page shows it (hold its key while switching it on).</source>
        <translation>Tapez son adresse, telle que sa propre page de test la montre (maintenez sa touche en l’allumant).</translation>
    </message>
    <message>
        <source>Each receipt becomes a file in this folder of this machine.</source>
        <translation>Chaque ticket devient un fichier dans ce dossier de cette machine.</translation>
    </message>
    <message>
        <source>Printers that are installed in this machine. They must take raw receipts (ESC/POS).</source>
        <translation>Les imprimantes installées sur cette machine. Elles doivent accepter les tickets bruts (ESC/POS).</translation>
    </message>
    <message>
        <source>Tap the printer. If it is not there: is it on, is the cable in?</source>
        <translation>Touchez l’imprimante. Si elle n’y est pas&#x202f;: est-elle allumée, le câble est-il branché&#x202f;?</translation>
    </message>
    <message>
        <source>Add a printer</source>
        <translation>Ajouter une imprimante</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Chercher encore</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Address of the printer</source>
        <translation>Adresse de l’imprimante</translation>
    </message>
</context>
<context>
    <name>Cards</name>
    <message>
        <source>Favourites</source>
        <comment>products that this till keeps at hand</comment>
        <translation>Favoris</translation>
    </message>
    <message>
        <source>All</source>
        <comment>every category of products</comment>
        <translation>Tout</translation>
    </message>
    <message>
        <source>favourite</source>
        <translation>favori</translation>
    </message>
</context>
<context>
    <name>CartLine</name>
    <message>
        <source>Remove {name}</source>
        <translation>Retirer {name}</translation>
    </message>
    <message>
        <source>One {name} less</source>
        <translation>Un {name} de moins</translation>
    </message>
    <message>
        <source>One {name} more</source>
        <translation>Un {name} de plus</translation>
    </message>
    <message>
        <source>Quantity of {name}: {qty}</source>
        <translation>Quantité de {name}&#x202f;: {qty}</translation>
    </message>
</context>
<context>
    <name>CartPane</name>
    <message>
        <source>Order</source>
        <translation>Commande</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Empty the order</source>
        <translation>Vider la commande</translation>
    </message>
    <message>
        <source>Touch a product</source>
        <translation>Touchez un produit</translation>
    </message>
    <message>
        <source>It goes into the order at once</source>
        <translation>Il entre aussitôt dans la commande</translation>
    </message>
    <message>
        <source>Put the order aside</source>
        <translation>Mettre la commande de côté</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Mettre de côté</translation>
    </message>
    <message>
        <source>Same again</source>
        <translation>Remettre ça</translation>
    </message>
    <message>
        <source>Same again: the last round</source>
        <translation>Remettre ça&#x202f;: la dernière tournée</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Exact cash</source>
        <translation>Espèces exact</translation>
    </message>
    <message>
        <source>The rest…</source>
        <extracomment>keys: cash to the franc, or what is left once a part has been paid</extracomment>
        <translation>Le reste…</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Payer</translation>
    </message>
</context>
<context>
    <name>ChangeModel</name>
    <message>
        <source>The list is on its way…</source>
        <translation>La liste arrive…</translation>
    </message>
    <message>
        <source>The change owed comes with the connection</source>
        <translation>La monnaie due arrive avec la connexion</translation>
    </message>
    <message>
        <source>Ask the guest to keep the code</source>
        <translation>Demandez au client de garder le code</translation>
    </message>
    <message>
        <source>No change is owed with this code</source>
        <translation>Aucune monnaie due sous ce code</translation>
    </message>
    <message>
        <source>Look it up among all sales</source>
        <translation>Chercher parmi toutes les ventes</translation>
    </message>
    <message>
        <source>The bar owes no change</source>
        <translation>Le bar ne doit pas de monnaie</translation>
    </message>
    <message>
        <source>What is owed at the payment shows here</source>
        <translation>Ce qui est dû au paiement s’affiche ici</translation>
    </message>
    <message>
        <source>No sale has this number</source>
        <translation>Aucune vente ne porte ce numéro</translation>
    </message>
    <message>
        <source>Read the code again with the guest</source>
        <translation>Relisez le code avec le client</translation>
    </message>
    <message>
        <source>Looking it up…</source>
        <translation>Recherche en cours…</translation>
    </message>
    <message>
        <source>This sale owes no change</source>
        <translation>Cette vente ne doit pas de monnaie</translation>
    </message>
    <message>
        <source>Owed since {time}</source>
        <translation>Due depuis {time}</translation>
    </message>
    <message>
        <source>Given back by {name}, {time}</source>
        <translation>Rendue par {name}, {time}</translation>
    </message>
    <message>
        <source>The sale was undone: nothing is owed</source>
        <translation>La vente a été annulée&#x202f;: rien n’est dû</translation>
    </message>
    <message>
        <source>Give {amount} to the guest</source>
        <translation>Donner {amount} au client</translation>
    </message>
</context>
<context>
    <name>ChangePanel</name>
    <message>
        <source>Code of the guest, or its last digits</source>
        <translation>Code du client, ou ses derniers chiffres</translation>
    </message>
    <message>
        <source>Found: touch its row</source>
        <extracomment>under the list, where a code has been found and the credit has no room beside the keys</extracomment>
        <translation>Monnaie trouvée&#x202f;: touchez sa ligne</translation>
    </message>
    <message>
        <source>Look it up among all sales</source>
        <translation>Chercher parmi toutes les ventes</translation>
    </message>
    <message>
        <source>Type the code, or touch the list</source>
        <translation>Tapez le code, ou touchez la liste</translation>
    </message>
</context>
<context>
    <name>ChangeScreen</name>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Owed in all</source>
        <translation>Dû en tout</translation>
    </message>
</context>
<context>
    <name>ClosingSheet</name>
    <message>
        <source>Everything has been sent.</source>
        <translation>Tout est envoyé.</translation>
    </message>
    <message>
        <source>Close the till?</source>
        <translation>Fermer le poste&#x202f;?</translation>
    </message>
    <message>
        <source>Nothing is lost: it is kept on this till and is sent when the till starts again.</source>
        <translation>Rien n’est perdu, tout est gardé sur ce poste et partira au prochain démarrage.</translation>
    </message>
    <message>
        <source>Close</source>
        <comment>end the program</comment>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Close the till</source>
        <translation>Fermer le poste</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>Rester</translation>
    </message>
</context>
<context>
    <name>CopiesModel</name>
    <message>
        <source>{size} free</source>
        <translation>{size} libres</translation>
    </message>
    <message>
        <source>Copying…</source>
        <translation>Copie en cours…</translation>
    </message>
    <message>
        <source>Not plugged in</source>
        <translation>À rebrancher</translation>
    </message>
    <message>
        <source>Goes on by itself when it is back</source>
        <translation>La copie reprendra au retour</translation>
    </message>
    <message>
        <source>No copy of this till on it yet</source>
        <translation>Pas encore de copie de ce poste</translation>
    </message>
    <message>
        <source>Last copy {ago}</source>
        <translation>Dernière copie {ago}</translation>
    </message>
    <message>
        <source>Copy of till {code}</source>
        <translation>Copie du poste {code}</translation>
    </message>
    <message>
        <source>Copy of a till</source>
        <translation>Copie d’un poste</translation>
    </message>
    <message>
        <source>Of another bar: it cannot be taken over here</source>
        <translation>D’un autre bar&#x202f;: elle ne peut pas être reprise ici</translation>
    </message>
    <message>
        <source>Damaged: what can be read is taken over</source>
        <translation>Abîmée&#x202f;: ce qui se lit encore sera repris</translation>
    </message>
    <message>
        <source>Copied to {volume}: {what}.</source>
        <translation>Copie faite sur {volume}&#x202f;: {what}.</translation>
    </message>
    <message>
        <source>This till already has everything that is in the copy.</source>
        <translation>Ce poste a déjà tout ce qui est dans la copie.</translation>
    </message>
    <message>
        <source>After the first copy, the others are made by themselves</source>
        <translation>Après la première copie, les suivantes sont automatiques</translation>
    </message>
    <message>
        <source>Copies itself every 5 minutes</source>
        <translation>Copie automatique, toutes les 5 min</translation>
    </message>
    <message>
        <source>Only when you touch it</source>
        <translation>Seulement à la demande</translation>
    </message>
</context>
<context>
    <name>CopiesSheet</name>
    <message>
        <source>Copy to a stick</source>
        <translation>Copier sur une clé</translation>
    </message>
    <message>
        <source>If this machine breaks down, the copy brings every sale back. No PIN is in it.</source>
        <translation>Si cette machine tombe en panne, la copie ramène toutes les ventes. Aucun code PIN n’y est.</translation>
    </message>
    <message>
        <source>Plug in a USB stick</source>
        <translation>Branchez une clé USB</translation>
    </message>
    <message>
        <source>It shows here by itself</source>
        <translation>Elle s’affiche ici toute seule</translation>
    </message>
</context>
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <extracomment>what is in the cart</extracomment>
        <translation>
            <numerusform>%n article</numerusform>
            <numerusform>%n articles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s)</source>
        <translation>
            <numerusform>%n vente</numerusform>
            <numerusform>%n ventes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n try(s)</source>
        <extracomment>attempts left to type a PIN: &quot;3 tries&quot;</extracomment>
        <translation>
            <numerusform>%n&#xa0;essai</numerusform>
            <numerusform>%n&#xa0;essais</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n seconde</numerusform>
            <numerusform>%n secondes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <extracomment>everything that a till has written down: sales, returns, counts …</extracomment>
        <translation>
            <numerusform>%n opération</numerusform>
            <numerusform>%n opérations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Offline for {duration} – {what} kept on this till. Keep selling.</source>
        <extracomment>{duration}: &quot;12 min&quot;; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>Hors ligne depuis {duration} – {what} gardée sur ce poste. Continuez à vendre.</numerusform>
            <numerusform>Hors ligne depuis {duration} – {what} gardées sur ce poste. Continuez à vendre.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>of which %n do(es) not count</source>
        <extracomment>after a number of sales: so many of them were cancelled, rejected or withdrawn</extracomment>
        <translation>
            <numerusform>dont %n qui ne compte pas</numerusform>
            <numerusform>dont %n qui ne comptent pas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n payment(s)</source>
        <translation>
            <numerusform>%n paiement</numerusform>
            <numerusform>%n paiements</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Slow connection – {what} on the way. Keep selling.</source>
        <extracomment>the connection is slow; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>Connexion lente – {what} en route. Continuez à vendre.</numerusform>
            <numerusform>Connexion lente – {what} en route. Continuez à vendre.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing gets through for over 10 min – {what} kept on this till. Keep selling and tell the manager.</source>
        <extracomment>the connection may be good; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>Rien ne passe depuis plus de 10&#xa0;min – {what} gardée sur ce poste. Continuez à vendre et prévenez le gérant.</numerusform>
            <numerusform>Rien ne passe depuis plus de 10&#xa0;min – {what} gardées sur ce poste. Continuez à vendre et prévenez le gérant.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} have not been sent yet.</source>
        <extracomment>asked when the till is closed; {what}: &quot;8 sales (14 500 F)&quot;</extracomment>
        <translation>
            <numerusform>{what} n’est pas encore envoyée.</numerusform>
            <numerusform>{what} ne sont pas encore envoyées.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sold</source>
        <extracomment>pieces of a line of a sale</extracomment>
        <translation>
            <numerusform>%n vendu</numerusform>
            <numerusform>%n vendus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s) left</source>
        <extracomment>how long a bottle is still kept</extracomment>
        <translation>
            <numerusform>encore %n jour</numerusform>
            <numerusform>encore %n jours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n came back</source>
        <extracomment>pieces of a line of a sale</extracomment>
        <translation>
            <numerusform>%n rendu</numerusform>
            <numerusform>%n rendus</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to come back</source>
        <extracomment>pieces of a line of a sale that come back once a manager has said yes</extracomment>
        <translation>
            <numerusform>%n demandé</numerusform>
            <numerusform>%n demandés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kept</source>
        <extracomment>bottles of a line of a sale that wait for their guest</extracomment>
        <translation>
            <numerusform>%n gardé</numerusform>
            <numerusform>%n gardés</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left</source>
        <extracomment>pieces of a line of a sale that may still come back</extracomment>
        <translation>
            <numerusform>reste %n</numerusform>
            <numerusform>restent %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to decide</source>
        <extracomment>returns that a manager has yet to decide</extracomment>
        <translation>
            <numerusform>%n à décider</numerusform>
            <numerusform>%n à décider</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n return(s) to decide</source>
        <extracomment>what a manager has yet to decide, where nothing else says of what</extracomment>
        <translation>
            <numerusform>%n retour à décider</numerusform>
            <numerusform>%n retours à décider</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>+ %n sale(s) not sent yet ({amount})</source>
        <extracomment>sales that no figure has yet; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>+ %n vente pas encore envoyée ({amount})</numerusform>
            <numerusform>+ %n ventes pas encore envoyées ({amount})</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them not sent</source>
        <extracomment>after &quot;214 operations, &quot;</extracomment>
        <translation>
            <numerusform>dont %n non envoyée</numerusform>
            <numerusform>dont %n non envoyées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) that this till has not</source>
        <extracomment>what another till&apos;s copy has</extracomment>
        <translation>
            <numerusform>%n opération que ce poste n’a pas</numerusform>
            <numerusform>%n opérations que ce poste n’a pas</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) came from a copy.</source>
        <extracomment>from the copy of another till&apos;s journal</extracomment>
        <translation>
            <numerusform>%n opération est reprise d’une copie.</numerusform>
            <numerusform>%n opérations sont reprises d’une copie.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read: the copy is damaged.</source>
        <translation>
            <numerusform>%n n’a pas pu être lue&#x202f;: la copie est abîmée.</numerusform>
            <numerusform>%n n’ont pas pu être lues&#x202f;: la copie est abîmée.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{what} waiting</source>
        <extracomment>shown beside the lamp; {what}: &quot;8 sales&quot;</extracomment>
        <translation>
            <numerusform>{what} en attente</numerusform>
            <numerusform>{what} en attente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) not printed</source>
        <extracomment>the paper, not the sale; shown beside the lamp</extracomment>
        <translation>
            <numerusform>%n ticket non imprimé</numerusform>
            <numerusform>%n tickets non imprimés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CustomerDisplay</name>
    <message>
        <source>Welcome</source>
        <translation>Bienvenue</translation>
    </message>
    <message>
        <source>Touch to close</source>
        <translation>Touchez pour fermer</translation>
    </message>
    <message>
        <source>Customer display</source>
        <extracomment>the window&apos;s title, after the program&apos;s name and before the bar&apos;s</extracomment>
        <translation>Écran du client</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Owed to you: {amount}</source>
        <translation>Monnaie due&#x202f;: {amount}</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>Reste à payer</translation>
    </message>
    <message>
        <source>Your change</source>
        <translation>Votre monnaie</translation>
    </message>
    <message>
        <source>Thank you!</source>
        <translation>Merci&#x202f;!</translation>
    </message>
</context>
<context>
    <name>DayModel</name>
    <message>
        <source>of every day</source>
        <translation>de tous les jours</translation>
    </message>
    <message>
        <source>Me</source>
        <comment>my own sales</comment>
        <translation>Moi</translation>
    </message>
    <message>
        <source>All</source>
        <comment>the sales of everybody</comment>
        <translation>Tous</translation>
    </message>
    <message>
        <source>To validate</source>
        <translation>À valider</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retours</translation>
    </message>
    <message>
        <source>To confirm</source>
        <comment>transfers</comment>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>The sales are on their way…</source>
        <translation>Les ventes arrivent…</translation>
    </message>
    <message>
        <source>No connection, and nothing was sold on this till</source>
        <translation>Pas de connexion, et rien n’a été vendu sur ce poste</translation>
    </message>
    <message>
        <source>The sales of the other tills come with the connection</source>
        <translation>Les ventes des autres postes arrivent avec la connexion</translation>
    </message>
    <message>
        <source>Returns to decide</source>
        <translation>Retours à décider</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>Ma journée</translation>
    </message>
    <message>
        <source>Nothing waits for you</source>
        <translation>Rien ne vous attend</translation>
    </message>
    <message>
        <source>Every mobile payment is confirmed</source>
        <translation>Tous les paiements mobiles sont confirmés</translation>
    </message>
    <message>
        <source>No sale yet today</source>
        <translation>Pas encore de vente aujourd’hui</translation>
    </message>
    <message>
        <source>Each sale shows here at once</source>
        <translation>Chaque vente s’affiche ici aussitôt</translation>
    </message>
    <message>
        <source>Offline. Only what was sold on this till is known until the connection is back.</source>
        <translation>Hors ligne. Seules les ventes de ce poste sont connues jusqu’au retour de la connexion.</translation>
    </message>
    <message>
        <source>Net revenue</source>
        <translation>Recette nette</translation>
    </message>
    <message>
        <source>Sold, less what came back</source>
        <translation>Vendu, moins les retours</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Vendu</translation>
    </message>
</context>
<context>
    <name>DayScreen</name>
    <message>
        <source>Why is the sale cancelled?</source>
        <translation>Pourquoi annuler la vente&#x202f;?</translation>
    </message>
    <message>
        <source>Why is the sale rejected?</source>
        <translation>Pourquoi refuser la vente&#x202f;?</translation>
    </message>
    <message>
        <source>The reason is kept with the sale</source>
        <translation>La raison est gardée avec la vente</translation>
    </message>
    <message>
        <source>Cancel the sale</source>
        <translation>Annuler la vente</translation>
    </message>
    <message>
        <source>Reject the sale</source>
        <translation>Refuser la vente</translation>
    </message>
    <message>
        <source>The reference in the operator’s list</source>
        <translation>La référence dans la liste de l’opérateur</translation>
    </message>
    <message>
        <source>It has arrived</source>
        <translation>Bien reçu</translation>
    </message>
    <message>
        <source>Typed twice</source>
        <translation>Saisie deux fois</translation>
    </message>
    <message>
        <source>Never served</source>
        <translation>Jamais servie</translation>
    </message>
    <message>
        <source>The guest left</source>
        <translation>Le client est parti</translation>
    </message>
    <message>
        <source>Wrong seller</source>
        <translation>Mauvais serveur</translation>
    </message>
    <message>
        <source>The bottle was opened</source>
        <translation>La bouteille a été ouverte</translation>
    </message>
    <message>
        <source>Not from here</source>
        <translation>Ne vient pas d’ici</translation>
    </message>
    <message>
        <source>Nothing is wrong with it</source>
        <translation>Rien à lui reprocher</translation>
    </message>
    <message>
        <source>Why is the return rejected?</source>
        <translation>Pourquoi refuser le retour&#x202f;?</translation>
    </message>
    <message>
        <source>Reject the return</source>
        <translation>Refuser le retour</translation>
    </message>
    <message>
        <source>Kept bottles</source>
        <translation>Bouteilles gardées</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Confirm several…</source>
        <translation>En confirmer plusieurs…</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Ventes</translation>
    </message>
</context>
<context>
    <name>DecisionSheet</name>
    <message>
        <source>Decide on the return</source>
        <translation>Décider du retour</translation>
    </message>
    <message>
        <source>Give the money back</source>
        <translation>Rembourser le client</translation>
    </message>
    <message>
        <source>Back on the shelf</source>
        <translation>Remis en rayon</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Refuser…</translation>
    </message>
    <message>
        <source>Accept, shelve later</source>
        <translation>Accepter, ranger plus tard</translation>
    </message>
    <message>
        <source>not in stock until then</source>
        <translation>pas en stock d’ici là</translation>
    </message>
    <message>
        <source>Accept, not to sell again</source>
        <translation>Accepter, produit perdu</translation>
    </message>
    <message>
        <source>it stays out of stock</source>
        <translation>il ne revient pas en stock</translation>
    </message>
    <message>
        <source>Accept, back on shelf</source>
        <translation>Accepter, remis en rayon</translation>
    </message>
    <message>
        <source>in stock again at once</source>
        <translation>en stock tout de suite</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>Print again</source>
        <translation>Réimprimer</translation>
    </message>
    <message>
        <source>No printer on this till</source>
        <translation>Aucune imprimante sur ce poste</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>Valider</translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation>Refuser…</translation>
    </message>
    <message>
        <source>Take the sale back</source>
        <translation>Retirer la vente</translation>
    </message>
    <message>
        <source>More than 10 min ago: ask the manager</source>
        <translation>Plus de 10 min&#x202f;: demandez au gérant</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>encore {time}</translation>
    </message>
    <message>
        <source>Return, exchange…</source>
        <translation>Retour, échange…</translation>
    </message>
    <message>
        <source>On the day of the sale only</source>
        <translation>Le jour de la vente seulement</translation>
    </message>
    <message>
        <source>Keep a bottle…</source>
        <translation>Garder une bouteille…</translation>
    </message>
    <message>
        <source>Manager’s PIN</source>
        <translation>PIN gérant</translation>
    </message>
    <message>
        <source>Once it is validated</source>
        <translation>Après validation</translation>
    </message>
    <message>
        <source>The manager decides first</source>
        <translation>Le gérant décide d’abord</translation>
    </message>
    <message>
        <source>Nothing is left of it</source>
        <translation>Il n’en reste rien</translation>
    </message>
    <message>
        <source>Cancel the sale…</source>
        <translation>Annuler la vente…</translation>
    </message>
    <message>
        <source>A return or a kept bottle depends on it</source>
        <translation>Un retour ou une bouteille gardée en dépend</translation>
    </message>
    <message>
        <source>It has arrived</source>
        <translation>Bien reçu</translation>
    </message>
    <message>
        <source>It has not arrived</source>
        <translation>Pas reçu</translation>
    </message>
    <message>
        <source>It has arrived, type its reference…</source>
        <translation>Bien reçu, saisir la référence…</translation>
    </message>
    <message>
        <source>It has arrived, correct its reference…</source>
        <translation>Bien reçu, corriger la référence…</translation>
    </message>
    <message>
        <source>It has arrived after all</source>
        <translation>Finalement reçu</translation>
    </message>
    <message>
        <source>Decide…</source>
        <translation>Décider…</translation>
    </message>
    <message>
        <source>Put back on the shelf</source>
        <translation>Remettre en rayon</translation>
    </message>
    <message>
        <source>Hand it over</source>
        <translation>Remettre au client</translation>
    </message>
    <message>
        <source>Give it up…</source>
        <translation>Abandonner…</translation>
    </message>
    <message>
        <source>All of it is kept</source>
        <translation>Tout est gardé</translation>
    </message>
    <message>
        <source>Give up all {all}…</source>
        <translation>Abandonner les {all}…</translation>
    </message>
    <message>
        <source>Handed over: {qty}. Still kept: {left}.</source>
        <translation>Remis&#x202f;: {qty}. Encore gardé&#x202f;: {left}.</translation>
    </message>
    <message>
        <source>Hand over {qty} of {all}</source>
        <translation>Remettre {qty} sur {all}</translation>
    </message>
    <message>
        <source>Hand over all {all}</source>
        <translation>Remettre les {all}</translation>
    </message>
    <message>
        <source>Give the change back</source>
        <translation>Rendre la monnaie</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Compris</translation>
    </message>
    <message>
        <source>Connection needed</source>
        <translation>Connexion requise</translation>
    </message>
    <message>
        <source>The sale is taken back</source>
        <translation>La vente est retirée</translation>
    </message>
    <message>
        <source>The sale is validated</source>
        <translation>La vente est validée</translation>
    </message>
    <message>
        <source>The sale is rejected</source>
        <translation>La vente est refusée</translation>
    </message>
    <message>
        <source>The sale is cancelled</source>
        <translation>La vente est annulée</translation>
    </message>
    <message>
        <source>Back on the shelf</source>
        <translation>Remis en rayon</translation>
    </message>
    <message>
        <source>The bottle is handed over</source>
        <translation>La bouteille est remise</translation>
    </message>
    <message>
        <source>The bottle is the bar’s again</source>
        <translation>La bouteille revient au bar</translation>
    </message>
    <message>
        <source>The change is given back</source>
        <translation>La monnaie est rendue</translation>
    </message>
    <message>
        <source>The bottle is kept</source>
        <translation>La bouteille est gardée</translation>
    </message>
    <message>
        <source>The payment is confirmed</source>
        <translation>Le paiement est confirmé</translation>
    </message>
    <message>
        <source>The payment is noted as not arrived</source>
        <translation>Le paiement est noté comme non reçu</translation>
    </message>
    <message>
        <source>The sale could not be taken back</source>
        <translation>La vente n’a pas pu être retirée</translation>
    </message>
    <message>
        <source>The sale could not be rejected</source>
        <translation>La vente n’a pas pu être refusée</translation>
    </message>
    <message>
        <source>The sale could not be cancelled</source>
        <translation>La vente n’a pas pu être annulée</translation>
    </message>
    <message>
        <source>Nothing was noted about the payment</source>
        <translation>Rien n’a été noté pour ce paiement</translation>
    </message>
    <message>
        <source>The change was not given back</source>
        <translation>La monnaie n’a pas été rendue</translation>
    </message>
    <message>
        <source>The return was refused</source>
        <translation>Le retour a été refusé</translation>
    </message>
    <message>
        <source>The exchange was refused</source>
        <translation>L’échange a été refusé</translation>
    </message>
    <message>
        <source>Nothing went back on the shelf</source>
        <translation>Rien n’est retourné en rayon</translation>
    </message>
    <message>
        <source>The bottle is not kept</source>
        <translation>La bouteille n’est pas gardée</translation>
    </message>
    <message>
        <source>The bottle was not handed over</source>
        <translation>La bouteille n’a pas été remise</translation>
    </message>
    <message>
        <source>This was refused</source>
        <translation>Ceci a été refusé</translation>
    </message>
</context>
<context>
    <name>Diagnosis</name>
    <message>
        <source>The server answers.</source>
        <translation>Le serveur répond.</translation>
    </message>
    <message>
        <source>The server answers late. Keep selling.</source>
        <translation>Le serveur répond tard. Continuez à vendre.</translation>
    </message>
    <message>
        <source>The server does not answer. Keep selling; look at the cable or the box.</source>
        <translation>Le serveur ne répond pas. Continuez à vendre&#x202f;; regardez le câble ou la box.</translation>
    </message>
    <message>
        <source>This till was shut out. Call the manager.</source>
        <translation>Cette caisse a été exclue. Appelez le gérant.</translation>
    </message>
    <message>
        <source>The stock of the other tills shows at once.</source>
        <translation>Le stock des autres postes se voit aussitôt.</translation>
    </message>
    <message>
        <source>The stock is that of before the line went.</source>
        <translation>Le stock est celui d’avant la coupure.</translation>
    </message>
    <message>
        <source>The stock of the other tills shows a few seconds late.</source>
        <translation>Le stock des autres postes se voit avec quelques secondes de retard.</translation>
    </message>
    <message>
        <source>Receipts are not printed: look at the paper, then at “Receipts not printed”.</source>
        <translation>Des tickets ne sont pas imprimés&#x202f;: regardez le papier, puis «&#x202f;Tickets non imprimés&#x202f;».</translation>
    </message>
    <message>
        <source>There is no printer here.</source>
        <translation>Il n’y a pas d’imprimante ici.</translation>
    </message>
    <message>
        <source>The printer has printed all that was asked.</source>
        <translation>L’imprimante a tout imprimé.</translation>
    </message>
    <message>
        <source>Another program holds the sales of this till: close it, or call for help.</source>
        <translation>Un autre programme tient les ventes de cette caisse&#x202f;: fermez-le, ou appelez de l’aide.</translation>
    </message>
    <message>
        <source>The disk is well, but the copy is not made: tell the manager.</source>
        <translation>Le disque va bien, mais la copie ne se fait pas&#x202f;: dites-le au gérant.</translation>
    </message>
    <message>
        <source>Every sale is safe on the disk.</source>
        <translation>Chaque vente est en sûreté sur le disque.</translation>
    </message>
    <message>
        <source>Sales were refused: put them right in “Not sent or refused”.</source>
        <translation>Des ventes sont refusées&#x202f;: réglez-les dans «&#x202f;Non envoyé ou refusé&#x202f;».</translation>
    </message>
    <message>
        <source>Sales wait; they are sent by themselves, do nothing.</source>
        <translation>Des ventes attendent&#x202f;; elles partent seules, ne faites rien.</translation>
    </message>
    <message>
        <source>Every sale is sent.</source>
        <translation>Toutes les ventes sont envoyées.</translation>
    </message>
</context>
<context>
    <name>DiagnosticsModel</name>
    <message>
        <source>Line to the server</source>
        <translation>Liaison avec le serveur</translation>
    </message>
    <message>
        <source>Events heard</source>
        <translation>Événements reçus</translation>
    </message>
    <message>
        <source>For</source>
        <extracomment>how long the line has been so</extracomment>
        <translation>Depuis</translation>
    </message>
    <message>
        <source>Usual round trip</source>
        <translation>Aller-retour usuel</translation>
    </message>
    <message>
        <source>Slow round trip (1 in 20)</source>
        <translation>Aller-retour lent (1 sur 20)</translation>
    </message>
    <message>
        <source>Clock off by</source>
        <translation>Écart d’horloge</translation>
    </message>
    <message>
        <source>Usual delay</source>
        <translation>Délai usuel</translation>
    </message>
    <message>
        <source>Slow delay (1 in 20)</source>
        <translation>Délai lent (1 sur 20)</translation>
    </message>
    <message>
        <source>Doubts · missed</source>
        <translation>Doutes · manqués</translation>
    </message>
    <message>
        <source>Live stock</source>
        <translation>Stock en direct</translation>
    </message>
    <message>
        <source>Pulses</source>
        <translation>Vérifications</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Toutes les</translation>
    </message>
    <message>
        <source>Stock read again</source>
        <translation>Stock relu</translation>
    </message>
    <message>
        <source>Sent and received</source>
        <translation>Envoyé et reçu</translation>
    </message>
    <message>
        <source>Requests since {time}</source>
        <translation>Requêtes depuis {time}</translation>
    </message>
    <message>
        <source>Answered from this machine</source>
        <translation>Réponses tirées de ce poste</translation>
    </message>
    <message>
        <source>Amount that waits</source>
        <translation>Montant en attente</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Plus ancienne</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusées</translation>
    </message>
    <message>
        <source>Amount refused</source>
        <translation>Montant refusé</translation>
    </message>
    <message>
        <source>Waiting to be sent</source>
        <translation>En attente d’envoi</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>Rien n’attend</translation>
    </message>
    <message>
        <source>Last copy</source>
        <translation>Dernière copie</translation>
    </message>
    <message>
        <source>Not copied</source>
        <translation>Non copié</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>Poste</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Epoch of the server</source>
        <translation>Époque du serveur</translation>
    </message>
    <message>
        <source>Revision of the stock</source>
        <translation>Révision du stock</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>En ligne</translation>
    </message>
    <message>
        <source>Slow connection</source>
        <translation>Connexion lente</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>Accès fermé</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En direct</translation>
    </message>
    <message>
        <source>No place free</source>
        <translation>Pas de place libre</translation>
    </message>
    <message>
        <source>Switched off</source>
        <translation>Coupé</translation>
    </message>
    <message>
        <source>Not there</source>
        <translation>Absent</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Connexion en cours</translation>
    </message>
    <message>
        <source>no room</source>
        <translation>plus de place</translation>
    </message>
    <message>
        <source>write-protected</source>
        <translation>écriture refusée</translation>
    </message>
    <message>
        <source>pulled out</source>
        <translation>débranché</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>échec</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Ventes</translation>
    </message>
    <message>
        <source>One sale</source>
        <translation>Une vente</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produits</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retours</translation>
    </message>
    <message>
        <source>Kept bottles</source>
        <translation>Bouteilles gardées</translation>
    </message>
    <message>
        <source>Discrepancies</source>
        <translation>Écarts de stock</translation>
    </message>
    <message>
        <source>Daily figures</source>
        <translation>Chiffres du jour</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Notifications</translation>
    </message>
    <message>
        <source>Supplies</source>
        <translation>Approvisionnements</translation>
    </message>
</context>
<context>
    <name>DiagnosticsScreen</name>
    <message>
        <source>Copied: send it to whoever helps you.</source>
        <translation>Copié&#x202f;: envoyez-le à la personne qui vous aide.</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>How this till is</source>
        <translation>Comment va ce poste</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
</context>
<context>
    <name>ExchangeModel</name>
    <message>
        <source>The guest adds</source>
        <translation>Le client ajoute</translation>
    </message>
    <message>
        <source>Nothing to add</source>
        <translation>Rien à ajouter</translation>
    </message>
    <message>
        <source>The bar owes</source>
        <translation>Le bar doit</translation>
    </message>
    <message>
        <source>It becomes change owed, with a code.</source>
        <translation>Cela devient de la monnaie due, avec un code.</translation>
    </message>
    <message>
        <source>Exact</source>
        <translation>Compte juste</translation>
    </message>
    <message>
        <source>Exchange – manager’s PIN</source>
        <translation>Échanger – PIN gérant</translation>
    </message>
    <message>
        <source>Exchange</source>
        <comment>do it</comment>
        <translation>Échanger</translation>
    </message>
</context>
<context>
    <name>ExchangeScreen</name>
    <message>
        <source>Give back {amount}</source>
        <translation>Rendre {amount}</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Échange</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produits</translation>
    </message>
    <message>
        <source>Search a product</source>
        <translation>Chercher un produit</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
    </message>
    <message>
        <source>Comes back</source>
        <translation>Revient</translation>
    </message>
    <message>
        <source>Leaves in exchange</source>
        <translation>Part en échange</translation>
    </message>
    <message>
        <source>What leaves?</source>
        <translation>Qu’est-ce qui part&#x202f;?</translation>
    </message>
    <message>
        <source>Touch what the guest takes</source>
        <translation>Touchez ce que le client prend</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>No.&#xa0;{number}</source>
        <translation>N°&#xa0;{number}</translation>
    </message>
    <message>
        <source>“{words}”</source>
        <extracomment>what a person typed</extracomment>
        <translation>«&#xa0;{words}&#xa0;»</translation>
    </message>
    <message>
        <source>{first} and {last}</source>
        <extracomment>the last two of a list of names</extracomment>
        <translation>{first} et {last}</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>moins d’une minute</translation>
    </message>
    <message>
        <source>for {duration}</source>
        <translation>depuis {duration}</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>{duration} ago</source>
        <translation>il y a {duration}</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>Épuisé</translation>
    </message>
    <message>
        <source>stock not known</source>
        <translation>stock inconnu</translation>
    </message>
    <message>
        <source>{count} left</source>
        <translation>reste {count}</translation>
    </message>
    <message>
        <source>{count} in the order</source>
        <translation>{count} dans la commande</translation>
    </message>
    <message>
        <source>Offline for {duration}. Keep selling.</source>
        <translation>Hors ligne depuis {duration}. Continuez à vendre.</translation>
    </message>
    <message>
        <source>B</source>
        <comment>unit: bytes</comment>
        <translation>o</translation>
    </message>
    <message>
        <source>{first}–{last} of {count}</source>
        <translation>{first}–{last} sur {count}</translation>
    </message>
    <message>
        <source>{first}–{last} of more than {count}</source>
        <translation>{first}–{last} sur plus de {count}</translation>
    </message>
    <message>
        <source>Server</source>
        <comment>person who serves</comment>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Gérant</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Promoteur</translation>
    </message>
    <message>
        <source>.</source>
        <comment>decimal sign</comment>
        <extracomment>between whole and fraction of a number</extracomment>
        <translation>,</translation>
    </message>
</context>
<context>
    <name>FoundLine</name>
    <message>
        <source>Taking over…</source>
        <translation>Reprise…</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Reprendre</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Gérant</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Beers</source>
        <translation>Bières</translation>
    </message>
    <message>
        <source>Sodas</source>
        <translation>Sucreries</translation>
    </message>
    <message>
        <source>Snacks</source>
        <translation>À grignoter</translation>
    </message>
    <message>
        <source>well chilled, two glasses, no ice</source>
        <translation>bien frais, deux verres, sans glace</translation>
    </message>
    <message>
        <source>Refused: give back {amount}</source>
        <translation>Refusée&#x202f;: rendre {amount}</translation>
    </message>
    <message>
        <source>One Castel left</source>
        <translation>Plus qu’une Castel</translation>
    </message>
    <message>
        <source>The printer is out of paper.</source>
        <translation>Plus de papier dans l’imprimante.</translation>
    </message>
    <message>
        <source>Put in a new roll, then print it again.</source>
        <translation>Mettez un rouleau neuf, puis réimprimez.</translation>
    </message>
    <message>
        <source>Nobody answered in time, so this sale is kept on this till and is sent by itself later.</source>
        <translation>Personne n’a répondu à temps&#x202f;: cette vente est gardée sur ce poste et partira d’elle-même plus tard.</translation>
    </message>
    <message>
        <source>Take one</source>
        <translation>En mettre une</translation>
    </message>
    <message>
        <source>Sell anyway – manager&apos;s PIN</source>
        <translation>Vendre quand même – PIN gérant</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Refuser</translation>
    </message>
    <message>
        <source>Give the change</source>
        <translation>Rendre la monnaie</translation>
    </message>
    <message>
        <source>Needs the connection</source>
        <translation>Connexion requise</translation>
    </message>
    <message>
        <source>Validated</source>
        <translation>Validée</translation>
    </message>
    <message>
        <source>Waits for the manager</source>
        <translation>Attend le gérant</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <source>Kept on this till</source>
        <translation>Gardée sur ce poste</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>À la main</translation>
    </message>
    <message>
        <source>As usual</source>
        <translation>Comme d’habitude</translation>
    </message>
    <message>
        <source>Cash</source>
        <translation>Espèces</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>D’habitude</translation>
    </message>
    <message>
        <source>Under a finger</source>
        <translation>Sous le doigt</translation>
    </message>
    <message>
        <source>Cannot be tapped</source>
        <translation>Ne répond pas</translation>
    </message>
    <message>
        <source>With the keyboard</source>
        <translation>Avec le clavier</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Choisi</translation>
    </message>
    <message>
        <source>Empty</source>
        <translation>Vide</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Plein</translation>
    </message>
    <message>
        <source>With long words</source>
        <translation>Avec des mots longs</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>Accès fermé</translation>
    </message>
    <message>
        <source>About to lock</source>
        <translation>Va se verrouiller</translation>
    </message>
    <message>
        <source>Not sure</source>
        <translation>Pas sûr</translation>
    </message>
    <message>
        <source>Wrong</source>
        <translation>Faux</translation>
    </message>
    <message>
        <source>At work</source>
        <translation>Au travail</translation>
    </message>
    <message>
        <source>Of the page before</source>
        <translation>De la page précédente</translation>
    </message>
    <message>
        <source>Running low</source>
        <translation>Stock bas</translation>
    </message>
    <message>
        <source>Sold out</source>
        <translation>Épuisé</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Pas encore connu</translation>
    </message>
    <message>
        <source>A favourite</source>
        <translation>Un favori</translation>
    </message>
    <message>
        <source>With a note</source>
        <translation>Avec une note</translation>
    </message>
    <message>
        <source>With a count</source>
        <translation>Avec un nombre</translation>
    </message>
    <message>
        <source>On a screen that stands</source>
        <translation>Sur un écran debout</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nuit</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Controls – BarTender</source>
        <translation>Contrôles – BarTender</translation>
    </message>
</context>
<context>
    <name>HelpSheet</name>
    <message>
        <source>This help</source>
        <translation>Cette aide</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>Ma journée</translation>
    </message>
    <message>
        <source>F3 or /</source>
        <translation>F3 ou /</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Exact cash</source>
        <translation>Espèces exact</translation>
    </message>
    <message>
        <source>Mobile money</source>
        <translation>Mobile money</translation>
    </message>
    <message>
        <source>Put the order aside</source>
        <translation>Mettre de côté</translation>
    </message>
    <message>
        <source>Same again: the last round</source>
        <translation>Remettre ça&#x202f;: la dernière tournée</translation>
    </message>
    <message>
        <source>Lock</source>
        <translation>Verrouiller</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Payer</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Ctrl + Enter</source>
        <translation>Ctrl + Entrée</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Échap</translation>
    </message>
    <message>
        <source>Back; never empties an order</source>
        <translation>Retour, sans rien vider</translation>
    </message>
    <message>
        <source>Touch your name</source>
        <translation>Toucher son nom</translation>
    </message>
    <message>
        <source>Then type your PIN</source>
        <translation>Puis taper son code</translation>
    </message>
    <message>
        <source>Touch another name</source>
        <translation>Toucher un autre nom</translation>
    </message>
    <message>
        <source>Begin again with that one</source>
        <translation>Recommencer avec celui-là</translation>
    </message>
    <message>
        <source>Touch anywhere</source>
        <translation>Toucher n’importe où</translation>
    </message>
    <message>
        <source>Next guest</source>
        <translation>Client suivant</translation>
    </message>
    <message>
        <source>Touch “Correct”</source>
        <translation>Toucher «&#x202f;Corriger&#x202f;»</translation>
    </message>
    <message>
        <source>See the sale, take it back or correct it</source>
        <translation>Voir la vente, la retirer ou la corriger</translation>
    </message>
    <message>
        <source>Touch a key</source>
        <translation>Toucher un bouton</translation>
    </message>
    <message>
        <source>Do what it says</source>
        <translation>Faire ce qu’il dit</translation>
    </message>
    <message>
        <source>Slide up or down</source>
        <translation>Glisser de haut en bas</translation>
    </message>
    <message>
        <source>See the rest</source>
        <translation>Voir la suite</translation>
    </message>
    <message>
        <source>Touch the arrow</source>
        <translation>Toucher la flèche</translation>
    </message>
    <message>
        <source>Touch a drink</source>
        <translation>Toucher une boisson</translation>
    </message>
    <message>
        <source>One more in the order</source>
        <translation>Une de plus dans la commande</translation>
    </message>
    <message>
        <source>Leave a finger on it</source>
        <translation>Laisser un doigt dessus</translation>
    </message>
    <message>
        <source>Quantity, note (“no ice”), star</source>
        <translation>Quantité, note («&#x202f;sans glace&#x202f;»), étoile</translation>
    </message>
    <message>
        <source>Change it; note on the line</source>
        <translation>La changer&#x202f;; note sur la ligne</translation>
    </message>
    <message>
        <source>Touch a quantity</source>
        <translation>Toucher une quantité</translation>
    </message>
    <message>
        <source>Touch the search</source>
        <translation>Toucher la recherche</translation>
    </message>
    <message>
        <source>Letters to type with</source>
        <translation>Des lettres pour écrire</translation>
    </message>
    <message>
        <source>“Put aside”</source>
        <translation>«&#x202f;Mettre de côté&#x202f;»</translation>
    </message>
    <message>
        <source>It waits at the foot; touch its name</source>
        <translation>La commande attend en bas&#x202f;; toucher son nom</translation>
    </message>
    <message>
        <source>Correct a sale</source>
        <translation>Corriger une vente</translation>
    </message>
    <message>
        <source>“Correct” at once; later in “My day”</source>
        <translation>«&#x202f;Corriger&#x202f;» aussitôt&#x202f;; plus tard par «&#x202f;Ma journée&#x202f;»</translation>
    </message>
    <message>
        <source>Touch a note</source>
        <translation>Toucher un billet</translation>
    </message>
    <message>
        <source>One more; sold at once when it is enough</source>
        <translation>Un de plus&#x202f;; s’il suffit, c’est vendu</translation>
    </message>
    <message>
        <source>Type what was given</source>
        <translation>Taper la somme reçue</translation>
    </message>
    <message>
        <source>Then touch the large key</source>
        <translation>Puis toucher le grand bouton</translation>
    </message>
    <message>
        <source>Touch an amount</source>
        <translation>Toucher un montant</translation>
    </message>
    <message>
        <source>Type into that one</source>
        <translation>Écrire dans celui-là</translation>
    </message>
    <message>
        <source>Back to the order, which stays</source>
        <translation>Retour à la commande, qui reste</translation>
    </message>
    <message>
        <source>Touch a line</source>
        <translation>Toucher une ligne</translation>
    </message>
    <message>
        <source>See the sale and what can be done</source>
        <translation>Voir la vente et ce qu’on peut faire</translation>
    </message>
    <message>
        <source>“Return, exchange…”</source>
        <translation>«&#x202f;Retour, échange…&#x202f;»</translation>
    </message>
    <message>
        <source>Something comes back, on the same day</source>
        <translation>Quelque chose revient, le jour même</translation>
    </message>
    <message>
        <source>“Keep a bottle…”</source>
        <translation>«&#x202f;Garder une bouteille…&#x202f;»</translation>
    </message>
    <message>
        <source>For a guest who comes back for it</source>
        <translation>Pour un client qui reviendra la prendre</translation>
    </message>
    <message>
        <source>“Change owed”</source>
        <translation>«&#x202f;Monnaie due&#x202f;»</translation>
    </message>
    <message>
        <source>Give change that a guest comes back for</source>
        <translation>Rendre la monnaie à qui revient la chercher</translation>
    </message>
    <message>
        <source>“To confirm”</source>
        <translation>«&#x202f;À confirmer&#x202f;»</translation>
    </message>
    <message>
        <source>Transfers that nobody has seen arrive yet</source>
        <translation>Transferts que personne n’a encore vus arriver</translation>
    </message>
    <message>
        <source>Touch a line, then +</source>
        <translation>Toucher une ligne, puis +</translation>
    </message>
    <message>
        <source>What comes back, and how much of it</source>
        <translation>Ce qui revient, et combien</translation>
    </message>
    <message>
        <source>Touch a reason</source>
        <translation>Toucher une raison</translation>
    </message>
    <message>
        <source>It says where money and goods go</source>
        <translation>Elle dit où vont l’argent et la marchandise</translation>
    </message>
    <message>
        <source>“Ask the manager”</source>
        <translation>«&#x202f;Demander au gérant&#x202f;»</translation>
    </message>
    <message>
        <source>Give nothing back before it is approved</source>
        <translation>Ne rien rendre avant son accord</translation>
    </message>
    <message>
        <source>“Manager’s PIN”</source>
        <translation>«&#x202f;PIN gérant&#x202f;»</translation>
    </message>
    <message>
        <source>The manager decides here, at once</source>
        <translation>Le gérant décide ici, tout de suite</translation>
    </message>
    <message>
        <source>Several drinks</source>
        <translation>Plusieurs boissons</translation>
    </message>
    <message>
        <source>One return for each of them</source>
        <translation>Un retour pour chacune</translation>
    </message>
    <message>
        <source>Type the code</source>
        <translation>Taper le code</translation>
    </message>
    <message>
        <source>It is on the guest’s receipt</source>
        <translation>Il est sur le ticket du client</translation>
    </message>
    <message>
        <source>“Give the change back”</source>
        <translation>«&#x202f;Rendre la monnaie&#x202f;»</translation>
    </message>
    <message>
        <source>It is given, and owed no more</source>
        <translation>Elle est rendue, et n’est plus due</translation>
    </message>
    <message>
        <source>To owe change</source>
        <translation>Devoir la monnaie</translation>
    </message>
    <message>
        <source>At the payment: “Change owed”, then the note</source>
        <translation>Au paiement&#x202f;: «&#x202f;Monnaie due&#x202f;», puis le billet</translation>
    </message>
    <message>
        <source>See all of it and what can be done</source>
        <translation>Voir le détail et ce qu’on peut faire</translation>
    </message>
    <message>
        <source>Touch the line on top</source>
        <translation>Toucher la ligne du haut</translation>
    </message>
    <message>
        <source>What waits, what was refused, the connection</source>
        <translation>Ce qui attend, les refus, la connexion</translation>
    </message>
    <message>
        <source>Lock the till</source>
        <translation>Verrouiller la caisse</translation>
    </message>
    <message>
        <source>The large key of the page</source>
        <translation>La grande touche de la page</translation>
    </message>
    <message>
        <source>6 then Enter</source>
        <translation>6 puis Entrée</translation>
    </message>
    <message>
        <source>Six of the drink touched last</source>
        <translation>Six de la dernière boisson touchée</translation>
    </message>
    <message>
        <source>The third name sells</source>
        <translation>Le troisième nom vend</translation>
    </message>
    <message>
        <source>Alt + 3</source>
        <translation>Alt + 3</translation>
    </message>
    <message>
        <source>Shift + Enter</source>
        <translation>Maj + Entrée</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Aide</translation>
    </message>
    <message>
        <source>With a finger, on this screen</source>
        <translation>Avec le doigt, sur cet écran</translation>
    </message>
    <message>
        <source>On the keyboard</source>
        <translation>Au clavier</translation>
    </message>
    <message>
        <source>Quantity, note and star</source>
        <translation>Quantité, note et étoile</translation>
    </message>
    <message>
        <source>Without the code: by the drinks and who served</source>
        <translation>Sans le code&#x202f;: par les boissons et le serveur</translation>
    </message>
    <message>
        <source>Touch the padlock; the order stays</source>
        <translation>Toucher le cadenas&#x202f;; la commande reste</translation>
    </message>
    <message>
        <source>By itself after {time}; at once: the padlock. The order stays</source>
        <translation>Seule après {time}&#x202f;; aussitôt&#x202f;: le cadenas. La commande reste</translation>
    </message>
    <message>
        <source>Tab, arrows, Space</source>
        <translation>Tab, flèches, Espace</translation>
    </message>
    <message>
        <source>Choose without a mouse</source>
        <translation>Choisir sans souris</translation>
    </message>
</context>
<context>
    <name>KeepingModel</name>
    <message>
        <source>As usual</source>
        <comment>as many days as the bar&apos;s setting</comment>
        <translation>Comme d’habitude</translation>
    </message>
    <message>
        <source>Keep – manager’s PIN</source>
        <translation>Garder – PIN gérant</translation>
    </message>
    <message>
        <source>Keep</source>
        <comment>a bottle for a guest</comment>
        <translation>Garder</translation>
    </message>
</context>
<context>
    <name>KeepingSheet</name>
    <message>
        <source>Keep a bottle for a guest</source>
        <translation>Garder une bouteille pour un client</translation>
    </message>
    <message>
        <source>Name of the guest</source>
        <translation>Nom du client</translation>
    </message>
    <message>
        <source>Telephone (optional)</source>
        <translation>Téléphone (facultatif)</translation>
    </message>
    <message>
        <source>For how long</source>
        <translation>Combien de temps</translation>
    </message>
</context>
<context>
    <name>KeptModel</name>
    <message>
        <source>Waiting for their guest</source>
        <translation>Attendent leur client</translation>
    </message>
    <message>
        <source>Expired</source>
        <comment>bottles</comment>
        <translation>Délai passé</translation>
    </message>
    <message>
        <source>All</source>
        <comment>bottles</comment>
        <translation>Toutes</translation>
    </message>
    <message>
        <source>The bottles are on their way…</source>
        <translation>Les bouteilles arrivent…</translation>
    </message>
    <message>
        <source>The kept bottles come with the connection</source>
        <translation>Les bouteilles gardées arrivent avec la connexion</translation>
    </message>
    <message>
        <source>Ask the guest to wait, or the manager</source>
        <translation>Faites patienter le client, ou demandez au gérant</translation>
    </message>
    <message>
        <source>No bottle has expired</source>
        <translation>Aucune bouteille n’a dépassé son délai</translation>
    </message>
    <message>
        <source>No bottle is kept</source>
        <translation>Aucune bouteille n’est gardée</translation>
    </message>
    <message>
        <source>To keep one, touch its sale in “My day”</source>
        <translation>Pour en garder une, touchez sa vente dans «&#xa0;Ma journée&#xa0;»</translation>
    </message>
    <message>
        <source>Kept by {name}</source>
        <translation>Gardée par {name}</translation>
    </message>
    <message>
        <source>A guest who was forgotten</source>
        <translation>Un client oublié</translation>
    </message>
    <message>
        <source>Sale {number}</source>
        <translation>Vente {number}</translation>
    </message>
</context>
<context>
    <name>KeptPanel</name>
    <message>
        <source>How many to hand over</source>
        <translation>Combien remettre</translation>
    </message>
    <message>
        <source>Touch a bottle</source>
        <translation>Touchez une bouteille</translation>
    </message>
    <message>
        <source>Then hand it over to its guest</source>
        <translation>Puis remettez-la à son client</translation>
    </message>
</context>
<context>
    <name>KeptScreen</name>
    <message>
        <source>The guest does not come back</source>
        <translation>Le client ne revient pas</translation>
    </message>
    <message>
        <source>The guest gave it away</source>
        <translation>Le client l’a offerte</translation>
    </message>
    <message>
        <source>Why is the bottle given up?</source>
        <translation>Pourquoi abandonner la bouteille&#x202f;?</translation>
    </message>
    <message>
        <source>Give it up</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>Kept bottles</source>
        <translation>Bouteilles gardées</translation>
    </message>
</context>
<context>
    <name>Keypad</name>
    <message>
        <source>Erase the last digit</source>
        <translation>Effacer le dernier chiffre</translation>
    </message>
</context>
<context>
    <name>LetterPad</name>
    <message>
        <source>Space</source>
        <translation>Espace</translation>
    </message>
    <message>
        <source>Erase the last letter</source>
        <translation>Effacer la dernière lettre</translation>
    </message>
    <message>
        <source>Hide the letters</source>
        <translation>Masquer les lettres</translation>
    </message>
</context>
<context>
    <name>ListPage</name>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
</context>
<context>
    <name>Listing</name>
    <message>
        <source>This page comes with the connection.</source>
        <translation>Cette page arrive avec la connexion.</translation>
    </message>
    <message>
        <source>The next page is on its way…</source>
        <translation>La page suivante arrive…</translation>
    </message>
    <message>
        <source>Seen {ago}</source>
        <translation>Vu {ago}</translation>
    </message>
    <message>
        <source>Offline. {seen}.</source>
        <translation>Hors ligne. {seen}.</translation>
    </message>
</context>
<context>
    <name>LookSheet</name>
    <message>
        <source>Look and sound</source>
        <translation>Apparence et son</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Couleurs</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Hand</source>
        <translation>Main</translation>
    </message>
    <message>
        <source>Motion</source>
        <translation>Mouvement</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>Son</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Size ({percent} % at most here)</source>
        <translation>Taille ({percent}&#xa0;% au plus ici)</translation>
    </message>
    <message>
        <source>Night</source>
        <translation>Nuit</translation>
    </message>
    <message>
        <source>Day</source>
        <comment>colours for daylight</comment>
        <translation>Jour</translation>
    </message>
    <message>
        <source>Right-handed</source>
        <translation>Droitier</translation>
    </message>
    <message>
        <source>Left-handed</source>
        <translation>Gaucher</translation>
    </message>
    <message>
        <source>With motion</source>
        <translation>Animé</translation>
    </message>
    <message>
        <source>Still</source>
        <translation>Fixe</translation>
    </message>
    <message>
        <source>Beeps at a refusal</source>
        <translation>Bip au refus</translation>
    </message>
    <message>
        <source>Silent</source>
        <translation>Muet</translation>
    </message>
</context>
<context>
    <name>ManagerSheet</name>
    <message>
        <source>A manager&apos;s PIN</source>
        <translation>Code PIN d’un gérant</translation>
    </message>
</context>
<context>
    <name>MenuSheet</name>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>My day (F2)</source>
        <translation>Ma journée (F2)</translation>
    </message>
    <message>
        <source>Kept bottles</source>
        <translation>Bouteilles gardées</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Not sent or refused</source>
        <translation>Non envoyé ou refusé</translation>
    </message>
    <message>
        <source>Receipts not printed</source>
        <translation>Tickets non imprimés</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>Imprimantes</translation>
    </message>
    <message>
        <source>Team and PINs</source>
        <translation>Équipe et codes</translation>
    </message>
    <message>
        <source>My PIN</source>
        <translation>Mon code PIN</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>Customer display</source>
        <translation>Écran du client</translation>
    </message>
    <message>
        <source>Stock and figures</source>
        <translation>Stock et chiffres</translation>
    </message>
    <message>
        <source>Look and sound</source>
        <translation>Apparence et son</translation>
    </message>
    <message>
        <source>Help (F1)</source>
        <translation>Aide (F1)</translation>
    </message>
    <message>
        <source>Lock (F8)</source>
        <translation>Verrouiller (F8)</translation>
    </message>
    <message>
        <source>Close the till</source>
        <translation>Fermer le poste</translation>
    </message>
</context>
<context>
    <name>Messages</name>
    <message>
        <source>Something unexpected was refused.</source>
        <translation>Quelque chose d’inattendu a été refusé.</translation>
    </message>
    <message>
        <source>Nothing is lost. Tell the manager, with the code below.</source>
        <translation>Rien n’est perdu. Prévenez le gérant, avec le code ci-dessous.</translation>
    </message>
    <message>
        <source>Not enough left on the shelf.</source>
        <translation>Il n’en reste pas assez.</translation>
    </message>
    <message>
        <source>Not enough left: only {list}.</source>
        <translation>Il n’en reste pas assez&#x202f;: seulement {list}.</translation>
    </message>
    <message>
        <source>No more {product}.</source>
        <translation>Épuisé&#x202f;: {product}.</translation>
    </message>
    <message>
        <source>Only {pieces} left.</source>
        <translation>Plus que {pieces}.</translation>
    </message>
    <message>
        <source>Another till has just sold some.</source>
        <translation>Un autre poste vient d’en vendre.</translation>
    </message>
    <message>
        <source>The shelf has no more, as far as this till knows.</source>
        <translation>D’après ce poste, il n’y en a pas d’autre.</translation>
    </message>
    <message>
        <source>{product} is now at {price}, no longer {asked}.</source>
        <translation>{product} est maintenant à {price}, et non plus à {asked}.</translation>
    </message>
    <message>
        <source>Prices have changed: {list}.</source>
        <translation>Des prix ont changé&#x202f;: {list}.</translation>
    </message>
    <message>
        <source>Tell the guest, then take the new prices.</source>
        <translation>Prévenez le client, puis prenez les nouveaux prix.</translation>
    </message>
    <message>
        <source>No longer sold: {list}.</source>
        <translation>N’est plus vendu&#x202f;: {list}.</translation>
    </message>
    <message>
        <source>This product is no longer sold.</source>
        <translation>Ce produit n’est plus vendu.</translation>
    </message>
    <message>
        <source>They are in this order already.</source>
        <translation>Tout est déjà dans cette commande.</translation>
    </message>
    <message>
        <source>The disk refuses: nothing was done.</source>
        <translation>Le disque refuse&#x202f;: rien n’a été fait.</translation>
    </message>
    <message>
        <source>Free some space, then try again.</source>
        <translation>Libérez de la place, puis réessayez.</translation>
    </message>
    <message>
        <source>Take it out of the order, or choose another.</source>
        <translation>Retirez-le de la commande, ou choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The price of {product} is not known yet.</source>
        <translation>Le prix de {product} n’est pas encore connu.</translation>
    </message>
    <message>
        <source>It comes with the connection. Sell something else meanwhile.</source>
        <translation>Il arrive avec la connexion. Vendez autre chose en attendant.</translation>
    </message>
    <message>
        <source>No product has the barcode {code}.</source>
        <translation>Aucun produit n’a le code-barres {code}.</translation>
    </message>
    <message>
        <source>Find it by name, or have the manager add its code.</source>
        <translation>Cherchez-le par son nom, ou faites ajouter son code par le gérant.</translation>
    </message>
    <message>
        <source>One line holds {most} pieces at most.</source>
        <translation>Une ligne contient {most} pièces au plus.</translation>
    </message>
    <message>
        <source>Sell the rest in a second sale.</source>
        <translation>Vendez le reste dans une deuxième vente.</translation>
    </message>
    <message>
        <source>Wrong PIN.</source>
        <translation>Code PIN faux.</translation>
    </message>
    <message>
        <source>Wait a minute before the next try.</source>
        <translation>Attendez une minute avant le prochain essai.</translation>
    </message>
    <message>
        <source>You still have {tries}.</source>
        <translation>Il vous reste {tries}.</translation>
    </message>
    <message>
        <source>Try again in {wait}, or ask the manager.</source>
        <translation>Réessayez dans {wait}, ou demandez au gérant.</translation>
    </message>
    <message>
        <source>Too many wrong PINs.</source>
        <translation>Trop de codes PIN faux.</translation>
    </message>
    <message>
        <source>{name} has not signed in online for {days}.</source>
        <translation>{name} ne s’est pas identifié en ligne depuis {days}.</translation>
    </message>
    <message>
        <source>{name} has never signed in on this till.</source>
        <translation>{name} ne s’est encore jamais identifié sur ce poste.</translation>
    </message>
    <message>
        <source>This one time needs the connection. Somebody else can sell.</source>
        <translation>Cette fois-ci, il faut la connexion. Quelqu’un d’autre peut vendre.</translation>
    </message>
    <message>
        <source>Try again in {wait}.</source>
        <translation>Réessayez dans {wait}.</translation>
    </message>
    <message>
        <source>Too many tries in a short time.</source>
        <translation>Trop d’essais en peu de temps.</translation>
    </message>
    <message>
        <source>Only a manager may do this.</source>
        <translation>Seul un gérant peut le faire.</translation>
    </message>
    <message>
        <source>Only the owner may do this.</source>
        <translation>Seul le promoteur peut le faire.</translation>
    </message>
    <message>
        <source>You may not do this.</source>
        <translation>Vous ne pouvez pas le faire.</translation>
    </message>
    <message>
        <source>Ask a manager for a PIN.</source>
        <translation>Demandez à un gérant son code PIN.</translation>
    </message>
    <message>
        <source>The central system could not read this sale.</source>
        <translation>Le système central n’a pas pu lire cette vente.</translation>
    </message>
    <message>
        <source>Correct it and sell it again; tell the manager ({path}).</source>
        <translation>Corrigez-la et revendez-la&#x202f;; prévenez le gérant ({path}).</translation>
    </message>
    <message>
        <source>Nothing is booked twice. Keep selling.</source>
        <translation>Rien n’est compté deux fois. Continuez à vendre.</translation>
    </message>
    <message>
        <source>This stick</source>
        <translation>Cette clé</translation>
    </message>
    <message>
        <source>No room left on {volume}.</source>
        <translation>Plus de place sur {volume}.</translation>
    </message>
    <message>
        <source>Free some space on it, or use another stick.</source>
        <translation>Libérez-y de la place, ou prenez une autre clé.</translation>
    </message>
    <message>
        <source>{volume} refuses to be written to.</source>
        <translation>{volume} refuse l’écriture.</translation>
    </message>
    <message>
        <source>Unlock it with the small switch on its side, or use another stick.</source>
        <translation>Déverrouillez-la avec le petit bouton sur le côté, ou prenez une autre clé.</translation>
    </message>
    <message>
        <source>{volume} is no longer there.</source>
        <translation>{volume} n’est plus là.</translation>
    </message>
    <message>
        <source>Plug the stick in again.</source>
        <translation>Rebranchez la clé.</translation>
    </message>
    <message>
        <source>A copy is being made on {volume} already.</source>
        <translation>Une copie se fait déjà sur {volume}.</translation>
    </message>
    <message>
        <source>Wait a moment.</source>
        <translation>Attendez un instant.</translation>
    </message>
    <message>
        <source>This till&apos;s journal cannot be read.</source>
        <translation>Le journal de ce poste ne peut pas être lu.</translation>
    </message>
    <message>
        <source>Leave this till on and call support.</source>
        <translation>Laissez ce poste allumé et appelez l’assistance.</translation>
    </message>
    <message>
        <source>{volume} does not answer as it should.</source>
        <translation>{volume} répond mal.</translation>
    </message>
    <message>
        <source>Try again, or use another stick.</source>
        <translation>Réessayez, ou prenez une autre clé.</translation>
    </message>
    <message>
        <source>This copy is no longer there.</source>
        <translation>Cette copie n’est plus là.</translation>
    </message>
    <message>
        <source>This file is not the copy of a till.</source>
        <translation>Ce fichier n’est pas la copie d’un poste.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>This copy comes from another bar.</source>
        <translation>Cette copie vient d’un autre bar.</translation>
    </message>
    <message>
        <source>Only a till of that bar can take it over.</source>
        <translation>Seul un poste de ce bar-là peut la reprendre.</translation>
    </message>
    <message>
        <source>This copy cannot be read.</source>
        <translation>Cette copie ne peut pas être lue.</translation>
    </message>
    <message>
        <source>Try again, or use another copy.</source>
        <translation>Réessayez, ou prenez une autre copie.</translation>
    </message>
    <message>
        <source>Put {left}</source>
        <translation>Mettre {left}</translation>
    </message>
    <message>
        <source>Put what is left</source>
        <translation>Mettre ce qui reste</translation>
    </message>
    <message>
        <source>Sell anyway – manager&apos;s PIN</source>
        <translation>Vendre quand même – PIN gérant</translation>
    </message>
    <message>
        <source>Take the new prices</source>
        <translation>Prendre les nouveaux prix</translation>
    </message>
    <message>
        <source>Take it out of the order</source>
        <translation>Retirer de la commande</translation>
    </message>
    <message>
        <source>Bring the order back</source>
        <translation>Reprendre la commande</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Plus tard</translation>
    </message>
    <message>
        <source>This till is not recognised (any more).</source>
        <translation>Ce poste n’est pas (ou plus) reconnu.</translation>
    </message>
    <message>
        <source>Your sales are kept here. Ask the manager for an enrolment code.</source>
        <translation>Vos ventes sont gardées ici. Demandez au gérant un code d’inscription.</translation>
    </message>
    <message>
        <source>This till was shut out by the manager.</source>
        <translation>Le gérant a fermé l’accès de ce poste.</translation>
    </message>
    <message>
        <source>Call the manager. What it sells is kept; a manager can book it.</source>
        <translation>Appelez-le&#x202f;: les ventes sont gardées, il peut les enregistrer.</translation>
    </message>
    <message>
        <source>Your session has ended.</source>
        <translation>Votre session est terminée.</translation>
    </message>
    <message>
        <source>Sign in again with your PIN; the order stays.</source>
        <translation>Identifiez-vous de nouveau avec votre code PIN&#x202f;; la commande reste.</translation>
    </message>
    <message>
        <source>This person no longer works in this bar.</source>
        <translation>Cette personne ne travaille plus dans ce bar.</translation>
    </message>
    <message>
        <source>Choose whose sale it is.</source>
        <translation>Choisissez de qui est la vente.</translation>
    </message>
    <message>
        <source>This enrolment code is not valid, or was used, or has expired.</source>
        <translation>Ce code d’inscription est faux, déjà utilisé ou périmé.</translation>
    </message>
    <message>
        <source>Ask the manager for a new one.</source>
        <translation>Demandez-en un nouveau au gérant.</translation>
    </message>
    <message>
        <source>This till does not know its bar.</source>
        <translation>Ce poste ne connaît pas son bar.</translation>
    </message>
    <message>
        <source>Enrol it with a code from the manager.</source>
        <translation>Inscrivez-le avec un code du gérant.</translation>
    </message>
    <message>
        <source>This address is not understood.</source>
        <translation>Cette adresse n’est pas comprise.</translation>
    </message>
    <message>
        <source>Type it again as it stands on the enrolment sheet.</source>
        <translation>Tapez-la de nouveau comme sur la fiche d’inscription.</translation>
    </message>
    <message>
        <source>No connection at the moment.</source>
        <translation>Pas de connexion pour le moment.</translation>
    </message>
    <message>
        <source>Keep selling: everything is kept on this till.</source>
        <translation>Continuez à vendre&#x202f;: tout est gardé sur ce poste.</translation>
    </message>
    <message>
        <source>This needs the connection.</source>
        <translation>Ceci a besoin de la connexion.</translation>
    </message>
    <message>
        <source>Keep selling; do it as soon as the lamp is green again.</source>
        <translation>Continuez à vendre&#x202f;; faites-le dès que le voyant est vert.</translation>
    </message>
    <message>
        <source>This till and the central system are of different versions.</source>
        <translation>Ce poste et le système central n’ont pas la même version.</translation>
    </message>
    <message>
        <source>Update the till when the bar closes; the sales are kept.</source>
        <translation>Mettez le poste à jour à la fermeture&#x202f;; les ventes sont gardées.</translation>
    </message>
    <message>
        <source>This sale is too large to be sent.</source>
        <translation>Cette vente est trop grande pour être envoyée.</translation>
    </message>
    <message>
        <source>Bring it back and make two sales of it.</source>
        <translation>Reprenez-la et faites-en deux ventes.</translation>
    </message>
    <message>
        <source>Two different sales of this till have the same number.</source>
        <translation>Deux ventes différentes de ce poste portent le même numéro.</translation>
    </message>
    <message>
        <source>Both are kept. Tell the manager, with the code below.</source>
        <translation>Les deux sont gardées. Prévenez le gérant, avec le code ci-dessous.</translation>
    </message>
    <message>
        <source>A sale&apos;s number is missing between this till and the central system.</source>
        <translation>Il manque un numéro de vente entre ce poste et le système central.</translation>
    </message>
    <message>
        <source>The till puts it right by itself. Keep selling.</source>
        <translation>Le poste s’en occupe tout seul. Continuez à vendre.</translation>
    </message>
    <message>
        <source>The central system does not know this till&apos;s journal.</source>
        <translation>Le système central ne connaît pas le journal de ce poste.</translation>
    </message>
    <message>
        <source>The till opens a new one by itself. Keep selling.</source>
        <translation>Le poste en ouvre un nouveau tout seul. Continuez à vendre.</translation>
    </message>
    <message>
        <source>This sale was put aside by the central system.</source>
        <translation>Le système central a mis cette vente de côté.</translation>
    </message>
    <message>
        <source>It is kept; support books it. Do not type it again.</source>
        <translation>Elle est gardée&#x202f;; l’assistance l’enregistre. Ne la retapez pas.</translation>
    </message>
    <message>
        <source>The central system does not know this.</source>
        <translation>Le système central ne connaît pas cet élément.</translation>
    </message>
    <message>
        <source>Go back and choose again from the list.</source>
        <translation>Revenez en arrière et choisissez à nouveau dans la liste.</translation>
    </message>
    <message>
        <source>Somebody has already dealt with this.</source>
        <translation>Quelqu’un s’en est déjà occupé.</translation>
    </message>
    <message>
        <source>Look at it again: the list is up to date.</source>
        <translation>Regardez à nouveau&#x202f;: la liste est à jour.</translation>
    </message>
    <message>
        <source>It is too late to do this yourself.</source>
        <translation>Il est trop tard pour le faire vous-même.</translation>
    </message>
    <message>
        <source>Ask the manager.</source>
        <translation>Demandez au gérant.</translation>
    </message>
    <message>
        <source>This sale belongs to another business day.</source>
        <translation>Cette vente est d’une autre journée commerciale.</translation>
    </message>
    <message>
        <source>A return is made on the day of the sale only. Ask the manager.</source>
        <translation>Un retour se fait le jour de la vente seulement. Demandez au gérant.</translation>
    </message>
    <message>
        <source>There is not that much left of this line.</source>
        <translation>Il n’en reste pas autant sur cette ligne.</translation>
    </message>
    <message>
        <source>Choose a smaller quantity.</source>
        <translation>Choisissez une quantité plus petite.</translation>
    </message>
    <message>
        <source>A return or a kept bottle depends on this sale.</source>
        <translation>Un retour ou une bouteille gardée dépend de cette vente.</translation>
    </message>
    <message>
        <source>Settle that first, then cancel the sale.</source>
        <translation>Réglez d’abord cela, puis annulez la vente.</translation>
    </message>
    <message>
        <source>This kept bottle has expired.</source>
        <translation>Le délai de cette bouteille gardée est dépassé.</translation>
    </message>
    <message>
        <source>Ask the manager what to do for the guest.</source>
        <translation>Demandez au gérant ce qu’il faut faire pour le client.</translation>
    </message>
    <message>
        <source>Another one already has this.</source>
        <translation>Un autre l’a déjà.</translation>
    </message>
    <message>
        <source>Choose another name, code or number.</source>
        <translation>Choisissez un autre nom, code ou numéro.</translation>
    </message>
    <message>
        <source>Somebody has changed this meanwhile.</source>
        <translation>Quelqu’un l’a modifié entre-temps.</translation>
    </message>
    <message>
        <source>Look at the new value, then change it again if you must.</source>
        <translation>Regardez la nouvelle valeur, puis modifiez-la à nouveau s’il le faut.</translation>
    </message>
    <message>
        <source>A bar must keep an owner.</source>
        <translation>Un bar doit garder un promoteur.</translation>
    </message>
    <message>
        <source>Make somebody else an owner first.</source>
        <translation>Nommez d’abord un autre promoteur.</translation>
    </message>
    <message>
        <source>The disk refuses: nothing was sold.</source>
        <translation>Le disque refuse&#x202f;: rien n’a été vendu.</translation>
    </message>
    <message>
        <source>The order is kept. Free some space on the disk, then try again.</source>
        <translation>La commande est gardée. Libérez de la place sur le disque, puis réessayez.</translation>
    </message>
    <message>
        <source>This till is already open in another program.</source>
        <translation>Ce poste est déjà ouvert dans un autre programme.</translation>
    </message>
    <message>
        <source>Close the other one, or restart the machine.</source>
        <translation>Fermez l’autre, ou redémarrez la machine.</translation>
    </message>
    <message>
        <source>This till&apos;s journal is damaged.</source>
        <translation>Le journal de ce poste est abîmé.</translation>
    </message>
    <message>
        <source>It was set aside, nothing was deleted. Call support before selling.</source>
        <translation>Il a été mis à part, rien n’est effacé. Appelez l’assistance avant de vendre.</translation>
    </message>
    <message>
        <source>The printer is out of paper.</source>
        <translation>Plus de papier dans l’imprimante.</translation>
    </message>
    <message>
        <source>Put a new roll in, then print again.</source>
        <translation>Mettez un rouleau neuf, puis réimprimez.</translation>
    </message>
    <message>
        <source>The printer&apos;s cover is open.</source>
        <translation>Le capot de l’imprimante est ouvert.</translation>
    </message>
    <message>
        <source>Close it, then print again.</source>
        <translation>Fermez-le, puis réimprimez.</translation>
    </message>
    <message>
        <source>The printer says that something is wrong with it.</source>
        <translation>L’imprimante signale une panne.</translation>
    </message>
    <message>
        <source>Look for jammed paper, switch it off and on, then print again.</source>
        <translation>Cherchez un papier coincé, éteignez-la et rallumez-la, puis réimprimez.</translation>
    </message>
    <message>
        <source>The printer is not found.</source>
        <translation>L’imprimante est introuvable.</translation>
    </message>
    <message>
        <source>See that it is on and plugged in, then print again.</source>
        <translation>Vérifiez qu’elle est allumée et branchée, puis réimprimez.</translation>
    </message>
    <message>
        <source>The printer does not answer.</source>
        <translation>L’imprimante ne répond pas.</translation>
    </message>
    <message>
        <source>Switch it off and on, then print again.</source>
        <translation>Éteignez-la et rallumez-la, puis réimprimez.</translation>
    </message>
    <message>
        <source>This machine cannot use the printer this way.</source>
        <translation>Cette machine ne peut pas utiliser l’imprimante ainsi.</translation>
    </message>
    <message>
        <source>Install it in the system, then choose it there as a system printer.</source>
        <translation>Installez-la dans le système, puis choisissez-la comme imprimante du système.</translation>
    </message>
    <message>
        <source>The PDF cannot be written.</source>
        <translation>Le PDF ne peut pas être écrit.</translation>
    </message>
    <message>
        <source>See that its folder is there and the disk has room.</source>
        <translation>Vérifiez que son dossier existe et que le disque a de la place.</translation>
    </message>
    <message>
        <source>The settings of the printers could not be kept.</source>
        <translation>Les réglages des imprimantes n’ont pas pu être enregistrés.</translation>
    </message>
    <message>
        <source>They hold until the till is closed. Free some space on the disk.</source>
        <translation>Ils valent jusqu’à la fermeture de la caisse. Libérez de la place sur le disque.</translation>
    </message>
    <message>
        <source>No printer is set up for receipts.</source>
        <translation>Aucune imprimante n’est réglée pour les tickets.</translation>
    </message>
    <message>
        <source>A manager adds one under Printers in the menu.</source>
        <translation>Un gérant en ajoute une dans le menu, sous Imprimantes.</translation>
    </message>
    <message>
        <source>The till was closed before the receipt was printed.</source>
        <translation>La caisse a été fermée avant que le ticket soit imprimé.</translation>
    </message>
    <message>
        <source>Print it now, or throw it away.</source>
        <translation>Imprimez-le maintenant, ou jetez-le.</translation>
    </message>
    <message>
        <source>The bar&apos;s central system already runs on this machine.</source>
        <translation>Le système central du bar tourne déjà sur cette machine.</translation>
    </message>
    <message>
        <source>Use the one that runs, or stop it first.</source>
        <translation>Utilisez celui qui tourne, ou arrêtez-le d’abord.</translation>
    </message>
    <message>
        <source>The record of this site cannot be read.</source>
        <translation>La fiche de ce site ne peut pas être lue.</translation>
    </message>
    <message>
        <source>Bring it back from a copy; a new one would shut every till out.</source>
        <translation>Reprenez-la d’une copie&#x202f;; une nouvelle exclurait tous les postes.</translation>
    </message>
    <message>
        <source>Another program uses the network port of the central system.</source>
        <translation>Un autre programme occupe le port réseau du système central.</translation>
    </message>
    <message>
        <source>Stop it, or choose another port.</source>
        <translation>Arrêtez-le, ou choisissez un autre port.</translation>
    </message>
    <message>
        <source>PostgreSQL is not found on this machine.</source>
        <translation>PostgreSQL est introuvable sur cette machine.</translation>
    </message>
    <message>
        <source>Install BarTender again, or PostgreSQL 15 or newer.</source>
        <translation>Réinstallez BarTender, ou PostgreSQL 15 ou plus récent.</translation>
    </message>
    <message>
        <source>The bar&apos;s records belong to another version of PostgreSQL.</source>
        <translation>Les données du bar sont d’une autre version de PostgreSQL.</translation>
    </message>
    <message>
        <source>Install that version, or move the records with an upgrade.</source>
        <translation>Installez cette version, ou convertissez les données par une mise à niveau.</translation>
    </message>
    <message>
        <source>The bar&apos;s records could not be created.</source>
        <translation>Les données du bar n’ont pas pu être créées.</translation>
    </message>
    <message>
        <source>See that the disk has room and may be written.</source>
        <translation>Vérifiez que le disque a de la place et accepte l’écriture.</translation>
    </message>
    <message>
        <source>The folder of the bar&apos;s records cannot be opened.</source>
        <translation>Le dossier des données du bar ne s’ouvre pas.</translation>
    </message>
    <message>
        <source>PostgreSQL does not run for the administrator of this machine.</source>
        <translation>PostgreSQL ne tourne pas pour l’administrateur de cette machine.</translation>
    </message>
    <message>
        <source>Start BarTender as an ordinary person of this machine.</source>
        <translation>Lancez BarTender depuis un compte ordinaire.</translation>
    </message>
    <message>
        <source>The bar&apos;s central system does not start.</source>
        <translation>Le système central du bar ne démarre pas.</translation>
    </message>
    <message>
        <source>Restart the machine. If it stays so, call support.</source>
        <translation>Redémarrez la machine. Si cela continue, appelez l’assistance.</translation>
    </message>
    <message>
        <source>A tool of PostgreSQL failed.</source>
        <translation>Un outil de PostgreSQL a échoué.</translation>
    </message>
    <message>
        <source>Try again. If it stays so, call support with the log.</source>
        <translation>Réessayez. Si cela continue, appelez l’assistance avec le journal.</translation>
    </message>
    <message>
        <source>There is no central system of a bar in this folder.</source>
        <translation>Il n’y a pas de système central d’un bar dans ce dossier.</translation>
    </message>
    <message>
        <source>Start one, or name another folder.</source>
        <translation>Démarrez-en un, ou indiquez un autre dossier.</translation>
    </message>
    <message>
        <source>There is no such bar here.</source>
        <translation>Ce bar n’existe pas ici.</translation>
    </message>
    <message>
        <source>See how its name is written.</source>
        <translation>Vérifiez comment son nom s’écrit.</translation>
    </message>
    <message>
        <source>There are several bars here.</source>
        <translation>Il y a plusieurs bars ici.</translation>
    </message>
    <message>
        <source>Say which one is meant.</source>
        <translation>Précisez lequel.</translation>
    </message>
    <message>
        <source>There is no till with this code.</source>
        <translation>Aucun poste n’a ce code.</translation>
    </message>
    <message>
        <source>Give it a name as well to make a new one.</source>
        <translation>Donnez-lui aussi un nom pour en créer un.</translation>
    </message>
    <message>
        <source>This till has put nothing aside under this number.</source>
        <translation>Ce poste n’a rien mis de côté sous ce numéro.</translation>
    </message>
    <message>
        <source>Look at the list of what is put aside.</source>
        <translation>Consultez la liste de ce qui est mis de côté.</translation>
    </message>
    <message>
        <source>This till has put this number aside more than once.</source>
        <translation>Ce poste a mis ce numéro de côté plusieurs fois.</translation>
    </message>
    <message>
        <source>Say which ledger is meant.</source>
        <translation>Précisez de quel registre il s’agit.</translation>
    </message>
    <message>
        <source>This file is no sound backup.</source>
        <translation>Ce fichier n’est pas une sauvegarde valable.</translation>
    </message>
    <message>
        <source>Nothing was changed. Take another copy.</source>
        <translation>Rien n’a été changé. Prenez une autre copie.</translation>
    </message>
    <message>
        <source>The bar&apos;s records are in use at the moment.</source>
        <translation>Les données du bar sont occupées en ce moment.</translation>
    </message>
    <message>
        <source>Nothing was changed. Try again when the tills are quiet.</source>
        <translation>Rien n’a été changé. Réessayez quand les postes sont au calme.</translation>
    </message>
    <message>
        <source>This file is no whole export of a bar.</source>
        <translation>Ce fichier n’est pas un export complet d’un bar.</translation>
    </message>
    <message>
        <source>Nothing was changed. Make the export again.</source>
        <translation>Rien n’a été changé. Refaites l’export.</translation>
    </message>
    <message>
        <source>The export and this server are of different versions.</source>
        <translation>L’export et ce serveur sont de versions différentes.</translation>
    </message>
    <message>
        <source>Nothing was changed. Bring both to the same version.</source>
        <translation>Rien n’a été changé. Mettez les deux à la même version.</translation>
    </message>
    <message>
        <source>This bar is here already.</source>
        <translation>Ce bar est déjà ici.</translation>
    </message>
    <message>
        <source>Nothing was changed. Import it where it is not.</source>
        <translation>Rien n’a été changé. Importez-le là où il n’est pas.</translation>
    </message>
    <message>
        <source>What is here is not what the export says.</source>
        <translation>Ce qui est ici n’est pas ce que dit l’export.</translation>
    </message>
    <message>
        <source>Do not sell here yet. Compare the two servers.</source>
        <translation>Ne vendez pas encore ici. Comparez les deux serveurs.</translation>
    </message>
</context>
<context>
    <name>Methods</name>
    <message>
        <source>Cash</source>
        <translation>Espèces</translation>
    </message>
    <message>
        <source>Mobile money</source>
        <translation>Mobile money</translation>
    </message>
    <message>
        <source>Mobile</source>
        <comment>mobile money, where there is little room</comment>
        <translation>Mobile</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Carte</translation>
    </message>
</context>
<context>
    <name>NewPin</name>
    <message>
        <source>Too easy to guess: one digit repeated, or digits in a row. Type another one.</source>
        <translation>Trop facile à deviner&#x202f;: le même chiffre répété, ou des chiffres qui se suivent. Tapez-en un autre.</translation>
    </message>
    <message>
        <source>That was another one. Type the new PIN again.</source>
        <translation>Ce n’était pas le même. Tapez encore le nouveau code.</translation>
    </message>
    <message>
        <source>Once more, to be sure</source>
        <translation>Encore une fois, pour être sûr</translation>
    </message>
    <message>
        <source>Type the new PIN</source>
        <translation>Tapez le nouveau code</translation>
    </message>
</context>
<context>
    <name>NewPinSheet</name>
    <message>
        <source>Another PIN</source>
        <translation>Un autre code</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>NumberSheet</name>
    <message>
        <source>Quantity</source>
        <translation>Quantité</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>OfficeModel</name>
    <message>
        <source>A manager signs in to see the day&apos;s figures.</source>
        <translation>Un gérant se connecte pour voir les chiffres du jour.</translation>
    </message>
    <message>
        <source>The day&apos;s figures come with the server.</source>
        <translation>Les chiffres du jour viennent avec le serveur.</translation>
    </message>
    <message>
        <source>Sales</source>
        <translation>Ventes</translation>
    </message>
    <message>
        <source>Average sale</source>
        <translation>Vente moyenne</translation>
    </message>
    <message>
        <source>Returns</source>
        <translation>Retours</translation>
    </message>
    <message>
        <source>Of these did not arrive</source>
        <translation>Dont pas reçu</translation>
    </message>
    <message>
        <source>To validate</source>
        <translation>À valider</translation>
    </message>
    <message>
        <source>Discrepancies to explain</source>
        <translation>Écarts à expliquer</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Returns to decide</source>
        <translation>Retours à décider</translation>
    </message>
    <message>
        <source>Mobile money to confirm</source>
        <translation>Mobile money à confirmer</translation>
    </message>
</context>
<context>
    <name>OfficeWindow</name>
    <message>
        <source>Product</source>
        <translation>Produit</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Catégorie</translation>
    </message>
    <message>
        <source>Available</source>
        <translation>Disponible</translation>
    </message>
    <message>
        <source>On the shelf</source>
        <translation>En rayon</translation>
    </message>
    <message>
        <source>Kept for guests</source>
        <translation>Gardées</translation>
    </message>
    <message>
        <source>Alert at</source>
        <translation>Alerte à</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Prix</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n produit</numerusform>
            <numerusform>%n produits</numerusform>
        </translation>
    </message>
    <message>
        <source>Running low</source>
        <translation>Stock bas</translation>
    </message>
    <message>
        <source>Net revenue of the day</source>
        <translation>Recette nette du jour</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Waiting, from all days</source>
        <translation>En attente, de tous les jours</translation>
    </message>
    <message>
        <source>What earned most</source>
        <translation>Meilleures ventes</translation>
    </message>
    <message>
        <source>Management</source>
        <extracomment>the window&apos;s title, after the program&apos;s name and before the bar&apos;s</extracomment>
        <translation>Gérance</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Close this window, back to the till</source>
        <translation>Fermer cette fenêtre et revenir à la caisse</translation>
    </message>
    <message>
        <source>Search a product</source>
        <translation>Chercher un produit</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
    </message>
    <message>
        <source>Stock</source>
        <translation>Stock</translation>
    </message>
    <message>
        <source>No product here</source>
        <translation>Aucun produit ici</translation>
    </message>
    <message>
        <source>Search another word, or show all products</source>
        <translation>Cherchez un autre mot, ou montrez tous les produits</translation>
    </message>
</context>
<context>
    <name>OutboxModel</name>
    <message>
        <source>Not taken yet. Touch to try again.</source>
        <translation>Pas encore prise. Touchez pour réessayer.</translation>
    </message>
    <message>
        <source>On its way.</source>
        <translation>En route.</translation>
    </message>
    <message>
        <source>Goes out with the connection.</source>
        <translation>Partira avec la connexion.</translation>
    </message>
    <message>
        <source>Correct the order, or send it again once the stock is right.</source>
        <translation>Corrigez la commande, ou renvoyez-la quand le stock est à jour.</translation>
    </message>
    <message>
        <source>Send it again once the stock is right, or write it off.</source>
        <translation>Renvoyez-la quand le stock est à jour, ou abandonnez-la.</translation>
    </message>
    <message>
        <source>The money was given back</source>
        <translation>L’argent a été rendu</translation>
    </message>
    <message>
        <source>Typed twice</source>
        <translation>Saisie deux fois</translation>
    </message>
    <message>
        <source>The guest left without paying</source>
        <translation>Le client est parti sans payer</translation>
    </message>
    <message>
        <source>Bottle broken or not served</source>
        <translation>Bouteille cassée ou non servie</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Autre raison</translation>
    </message>
</context>
<context>
    <name>OutboxScreen</name>
    <message>
        <source>Sales not sent or refused</source>
        <translation>Ventes non envoyées ou refusées</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusées</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente d’envoi</translation>
    </message>
    <message>
        <source>Everything is sent</source>
        <translation>Tout est envoyé</translation>
    </message>
    <message>
        <source>Nothing waits on this till, nothing was refused</source>
        <translation>Rien n’attend sur ce poste, rien n’a été refusé</translation>
    </message>
    <message>
        <source>Nothing was refused</source>
        <translation>Rien n’a été refusé</translation>
    </message>
    <message>
        <source>Nothing waits</source>
        <translation>Rien n’attend</translation>
    </message>
    <message>
        <source>Copy to a stick</source>
        <translation>Copier sur une clé</translation>
    </message>
    <message>
        <source>Understood</source>
        <extracomment>the person has read the alert</extracomment>
        <translation>Compris</translation>
    </message>
</context>
<context>
    <name>OwnPinModel</name>
    <message>
        <source>The new PIN is being sent…</source>
        <translation>Le nouveau code est en cours d’envoi…</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Vérification…</translation>
    </message>
    <message>
        <source>Until then your PIN stays what it is.</source>
        <translation>D’ici là, votre code reste le même.</translation>
    </message>
    <message>
        <source>It was not taken: your PIN stays what it was. Begin again with it.</source>
        <translation>Ce n’est pas passé&#x202f;: votre code reste le même. Recommencez avec lui.</translation>
    </message>
    <message>
        <source>First type your PIN of now</source>
        <translation>Tapez d’abord votre code actuel</translation>
    </message>
    <message>
        <source>Your PIN is changed. Sign in with the new one.</source>
        <translation>Votre code est changé. Identifiez-vous avec le nouveau.</translation>
    </message>
</context>
<context>
    <name>OwnPinScreen</name>
    <message>
        <source>My PIN</source>
        <translation>Mon code PIN</translation>
    </message>
    <message>
        <source>Choose one that nobody guesses, and type it where nobody looks on.</source>
        <translation>Choisissez-en un que personne ne devine, et tapez-le à l’abri des regards.</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
</context>
<context>
    <name>Pager</name>
    <message>
        <source>Newer</source>
        <extracomment>the newer page of a list</extracomment>
        <translation>Récentes</translation>
    </message>
    <message>
        <source>Older</source>
        <extracomment>the page of a list that follows</extracomment>
        <translation>Anciennes</translation>
    </message>
</context>
<context>
    <name>PaymentModel</name>
    <message>
        <source>Exact</source>
        <translation>Exact</translation>
    </message>
    <message>
        <source>Exact cash</source>
        <translation>Espèces exact</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Valider</translation>
    </message>
    <message>
        <source>Add {amount}</source>
        <translation>Ajouter {amount}</translation>
    </message>
    <message>
        <source>As much has been paid already, or more: take a part off by its cross.</source>
        <translation>Déjà payé autant, ou plus&#x202f;: retirez une part par sa croix.</translation>
    </message>
    <message>
        <source>More than what is left to pay.</source>
        <translation>C’est plus que le reste à payer.</translation>
    </message>
    <message>
        <source>Choose the operator.</source>
        <translation>Choisissez l’opérateur.</translation>
    </message>
    <message>
        <source>change {amount}</source>
        <translation>rend {amount}</translation>
    </message>
    <message>
        <source>still owed {amount}</source>
        <translation>reste dû {amount}</translation>
    </message>
</context>
<context>
    <name>PaymentScreen</name>
    <message>
        <source>Payment</source>
        <translation>Paiement</translation>
    </message>
</context>
<context>
    <name>PinPanel</name>
    <message>
        <source>This till is shut out</source>
        <translation>L’accès de ce poste est fermé</translation>
    </message>
    <message>
        <source>Call the manager</source>
        <translation>Appelez le gérant</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Vérification…</translation>
    </message>
    <message>
        <source>Type your PIN</source>
        <translation>Tapez votre code PIN</translation>
    </message>
    <message>
        <source>Touch your name</source>
        <translation>Touchez votre nom</translation>
    </message>
    <message>
        <source>then type your PIN</source>
        <translation>puis tapez votre code PIN</translation>
    </message>
</context>
<context>
    <name>PrinterDetail</name>
    <message>
        <source>Use</source>
        <translation>Usage</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Papier</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Vitesse</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Tiroir</translation>
    </message>
    <message>
        <source>Paper cut</source>
        <translation>Coupe</translation>
    </message>
    <message>
        <source>Letters</source>
        <translation>Lettres</translation>
    </message>
    <message>
        <source>Try the accents</source>
        <translation>Tester les accents</translation>
    </message>
    <message>
        <source>Test page</source>
        <translation>Page d’essai</translation>
    </message>
    <message>
        <source>Open the drawer</source>
        <translation>Ouvrir le tiroir</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Retirer</translation>
    </message>
</context>
<context>
    <name>PrinterSearchModel</name>
    <message>
        <source>None was found. See that it is on and plugged in, then look again.</source>
        <translation>Aucune trouvée. Vérifiez qu’elle est allumée et branchée, puis cherchez encore.</translation>
    </message>
</context>
<context>
    <name>PrinterWords</name>
    <message>
        <source>Network</source>
        <translation>Réseau</translation>
    </message>
    <message>
        <source>USB cable</source>
        <translation>Câble USB</translation>
    </message>
    <message>
        <source>Serial port</source>
        <translation>Port série</translation>
    </message>
    <message>
        <source>System</source>
        <comment>printer of the machine</comment>
        <translation>Système</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>Always</source>
        <comment>a receipt is printed</comment>
        <translation>Toujours</translation>
    </message>
    <message>
        <source>On demand</source>
        <comment>a receipt is printed</comment>
        <translation>Si demandé</translation>
    </message>
    <message>
        <source>Never</source>
        <comment>a receipt is printed</comment>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>None</source>
        <comment>no cash drawer</comment>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Pin 2</source>
        <comment>of the drawer&apos;s plug</comment>
        <translation>Broche 2</translation>
    </message>
    <message>
        <source>Pin 5</source>
        <comment>of the drawer&apos;s plug</comment>
        <translation>Broche 5</translation>
    </message>
    <message>
        <source>Without accents</source>
        <translation>Sans accents</translation>
    </message>
</context>
<context>
    <name>PrintersModel</name>
    <message>
        <source>None is right</source>
        <translation>Aucune n’est juste</translation>
    </message>
    <message>
        <source>Under way…</source>
        <translation>En cours…</translation>
    </message>
    <message>
        <source>{name} was taken away</source>
        <translation>{name} retirée</translation>
    </message>
    <message>
        <source>Test page printed. The printer tells when paper is missing.</source>
        <translation>Page d’essai imprimée. L’imprimante dit quand le papier manque.</translation>
    </message>
    <message>
        <source>Test page sent. The printer does not tell how it is: see that it came out.</source>
        <translation>Page d’essai envoyée. L’imprimante ne dit pas son état&#x202f;: vérifiez que la page est sortie.</translation>
    </message>
    <message>
        <source>The drawer was opened.</source>
        <translation>Le tiroir a été ouvert.</translation>
    </message>
    <message>
        <source>Look at the paper: which line is right?</source>
        <translation>Regardez le papier&#x202f;: quelle ligne est juste&#x202f;?</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>Fallback</source>
        <translation>Secours</translation>
    </message>
    <message>
        <source>Drawer</source>
        <translation>Tiroir</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>Ni l’un ni l’autre</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>À la main</translation>
    </message>
</context>
<context>
    <name>PrintersScreen</name>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Printers</source>
        <translation>Imprimantes</translation>
    </message>
    <message>
        <source>Add a printer</source>
        <translation>Ajouter une imprimante</translation>
    </message>
    <message>
        <source>Receipts</source>
        <translation>Tickets</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Imprimer</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>No printer yet</source>
        <translation>Pas encore d’imprimante</translation>
    </message>
    <message>
        <source>Add the bar&apos;s receipt printer: by network, cable or the system</source>
        <translation>Ajoutez l’imprimante à tickets du bar&#x202f;: par réseau, par câble ou par le système</translation>
    </message>
</context>
<context>
    <name>ProductSheet</name>
    <message>
        <source>Note…</source>
        <translation>Note…</translation>
    </message>
    <message>
        <source>Note for whoever serves it</source>
        <translation>Note pour le service</translation>
    </message>
    <message>
        <source>In the favourites</source>
        <translation>Dans les favoris</translation>
    </message>
    <message>
        <source>Add to the favourites</source>
        <translation>Mettre en favori</translation>
    </message>
</context>
<context>
    <name>ReasonSheet</name>
    <message>
        <source>Why is it written off?</source>
        <translation>Pourquoi l’abandonner&#x202f;?</translation>
    </message>
    <message>
        <source>It stays in the journal, with your name. Nothing more is sent for it.</source>
        <translation>Elle reste dans le journal, avec votre nom. Rien d’autre ne sera envoyé pour elle.</translation>
    </message>
</context>
<context>
    <name>Receipt</name>
    <message>
        <source>Cash</source>
        <translation>Espèces</translation>
    </message>
    <message>
        <source>Mobile money</source>
        <translation>Mobile money</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>Carte</translation>
    </message>
    <message>
        <source>Returned goods</source>
        <translation>Article repris</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>Article erroné</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Échange</translation>
    </message>
    <message>
        <source>Changed mind, not opened</source>
        <translation>Changement d’avis, non ouvert</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Défectueux</translation>
    </message>
    <message>
        <source>Out of date</source>
        <translation>Périmé</translation>
    </message>
    <message>
        <source>Other reason</source>
        <translation>Autre motif</translation>
    </message>
    <message>
        <source>DUPLICATE</source>
        <translation>DUPLICATA</translation>
    </message>
    <message>
        <source>OFFLINE</source>
        <translation>HORS LIGNE</translation>
    </message>
    <message>
        <source>Served by {name}</source>
        <translation>Serveur&#x202f;: {name}</translation>
    </message>
    <message>
        <source>{year}-{month}-{day} {time}</source>
        <translation>{day}/{month}/{year} {time}</translation>
    </message>
    <message>
        <source>{price} each</source>
        <translation>{price} pièce</translation>
    </message>
    <message>
        <source>TOTAL</source>
        <translation>TOTAL</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>CHANGE OWED</source>
        <translation>MONNAIE DUE</translation>
    </message>
    <message>
        <source>To be claimed with the code {code}</source>
        <translation>À réclamer avec le code {code}</translation>
    </message>
    <message>
        <source>Thank you, see you soon</source>
        <translation>Merci, à bientôt</translation>
    </message>
    <message>
        <source>RETURN</source>
        <translation>RETOUR</translation>
    </message>
    <message>
        <source>Paid back</source>
        <translation>Remboursé</translation>
    </message>
    <message>
        <source>No money is paid back</source>
        <translation>Sans remboursement</translation>
    </message>
    <message>
        <source>Waits for the manager</source>
        <translation>En attente du gérant</translation>
    </message>
    <message>
        <source>BOTTLE KEPT</source>
        <translation>BOUTEILLE GARDÉE</translation>
    </message>
    <message>
        <source>For {name}</source>
        <translation>Pour {name}</translation>
    </message>
    <message>
        <source>Until {moment}</source>
        <translation>Jusqu’au {moment}</translation>
    </message>
    <message>
        <source>Bring this paper to claim it</source>
        <translation>Présentez ce papier pour la retirer</translation>
    </message>
    <message>
        <source>TEST PAGE</source>
        <translation>PAGE D’ESSAI</translation>
    </message>
    <message>
        <source>{count} characters to the line</source>
        <translation>{count} caractères par ligne</translation>
    </message>
    <message>
        <source>Letters: {page}</source>
        <translation>Lettres&#x202f;: {page}</translation>
    </message>
    <message>
        <source>An amount</source>
        <translation>Un montant</translation>
    </message>
    <message>
        <source>WHICH LINE IS RIGHT?</source>
        <translation>QUELLE LIGNE EST JUSTE&#x202f;?</translation>
    </message>
    <message>
        <source>Tap its number on the screen.</source>
        <translation>Touchez son numéro à l’écran.</translation>
    </message>
</context>
<context>
    <name>ReferenceSheet</name>
    <message>
        <source>Reference of the payment</source>
        <translation>Référence du paiement</translation>
    </message>
    <message>
        <source>As the phone or the bank’s terminal shows it</source>
        <translation>Comme sur le téléphone ou le terminal de la banque</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>The order is kept.</source>
        <translation>La commande est gardée.</translation>
    </message>
    <message>
        <source>Sale {number} refused: give back {amount}</source>
        <translation>Vente {number} refusée&#x202f;: rendre {amount}</translation>
    </message>
    <message>
        <source>Refused – give back {amount}</source>
        <translation>Refusée – rendre {amount}</translation>
    </message>
</context>
<context>
    <name>RefusedCard</name>
    <message>
        <source>Correct</source>
        <translation>Corriger</translation>
    </message>
    <message>
        <source>Send again</source>
        <translation>Renvoyer</translation>
    </message>
    <message>
        <source>Write off</source>
        <translation>Abandonner</translation>
    </message>
</context>
<context>
    <name>ReturnScreen</name>
    <message>
        <source>Say why…</source>
        <translation>Dites pourquoi…</translation>
    </message>
    <message>
        <source>decide now</source>
        <translation>décider maintenant</translation>
    </message>
    <message>
        <source>On to my day</source>
        <translation>Revenir à ma journée</translation>
    </message>
    <message>
        <source>Strange taste</source>
        <translation>Goût bizarre</translation>
    </message>
    <message>
        <source>Not cold</source>
        <translation>Pas fraîche</translation>
    </message>
    <message>
        <source>Broken seal</source>
        <translation>Capsule abîmée</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Trop tard</translation>
    </message>
    <message>
        <source>Why does it come back?</source>
        <translation>Pourquoi ce retour&#x202f;?</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>What comes back?</source>
        <translation>Qu’est-ce qui revient&#x202f;?</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>Pourquoi&#x202f;?</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Combien</translation>
    </message>
    <message>
        <source>Give the money back</source>
        <translation>Rembourser le client</translation>
    </message>
    <message>
        <source>Back on the shelf</source>
        <translation>Remis en rayon</translation>
    </message>
    <message>
        <source>Another product…</source>
        <translation>Un autre produit…</translation>
    </message>
    <message>
        <source>Put back on the shelf</source>
        <translation>Remettre en rayon</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminé</translation>
    </message>
</context>
<context>
    <name>Returns</name>
    <message>
        <source>The manager decides about the money.</source>
        <translation>Le gérant décide du remboursement.</translation>
    </message>
    <message>
        <source>No money goes back to the guest.</source>
        <translation>Rien n’est remboursé au client.</translation>
    </message>
    <message>
        <source>The guest gets {amount} back.</source>
        <translation>Le client récupère {amount}.</translation>
    </message>
    <message>
        <source>The manager decides about the shelf.</source>
        <translation>Le gérant décide du rayon.</translation>
    </message>
    <message>
        <source>It goes back on the shelf.</source>
        <translation>Le produit retourne en rayon.</translation>
    </message>
    <message>
        <source>It does not go back on the shelf.</source>
        <translation>Le produit ne retourne pas en rayon.</translation>
    </message>
    <message>
        <source>It is not on the shelf yet.</source>
        <translation>Il n’est pas encore en rayon.</translation>
    </message>
    <message>
        <source>It was paid: {ways}.</source>
        <extracomment>how the sale was paid that something comes back of: each way and its amount</extracomment>
        <translation>Payé&#x202f;: {ways}.</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>If the guest has paid, give back: {ways}</source>
        <extracomment>each way of the payment and its amount</extracomment>
        <translation>Si le client a payé, rendre&#x202f;: {ways}</translation>
    </message>
    <message>
        <source>Return accepted: give {amount} back</source>
        <translation>Retour accepté&#x202f;: {amount} à rendre</translation>
    </message>
    <message>
        <source>Return accepted: no money goes back</source>
        <translation>Retour accepté&#x202f;: rien à rendre</translation>
    </message>
    <message>
        <source>The manager decides</source>
        <translation>Le gérant décide</translation>
    </message>
    <message>
        <source>Money back</source>
        <translation>Remboursé</translation>
    </message>
    <message>
        <source>No money back</source>
        <translation>Pas remboursé</translation>
    </message>
    <message>
        <source>to the shelf</source>
        <translation>remis en rayon</translation>
    </message>
    <message>
        <source>not to the shelf</source>
        <translation>pas remis en rayon</translation>
    </message>
    <message>
        <source>Its worth pays for another</source>
        <translation>Sa valeur paie autre chose</translation>
    </message>
    <message>
        <source>{amount} count for what the guest takes instead.</source>
        <translation>{amount} comptent pour ce que le client prend à la place.</translation>
    </message>
    <message>
        <source>Give nothing back before the manager has approved it.</source>
        <translation>Ne rendez rien avant l’accord du gérant.</translation>
    </message>
    <message>
        <source>Choose what leaves…</source>
        <translation>Choisir ce qui part…</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Ask the manager</source>
        <translation>Demander au gérant</translation>
    </message>
    <message>
        <source>Choose what comes back.</source>
        <translation>Choisissez ce qui revient.</translation>
    </message>
    <message>
        <source>Choose the reason.</source>
        <translation>Choisissez la raison.</translation>
    </message>
    <message>
        <source>Say in a few words why.</source>
        <translation>Dites pourquoi en quelques mots.</translation>
    </message>
    <message>
        <source>Manager’s PIN</source>
        <translation>PIN gérant</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>À rendre</translation>
    </message>
    <message>
        <source>Give back in all ({parts})</source>
        <extracomment>over the sum of several returns of one sale: {parts} is “1,000 F + 500 F”</extracomment>
        <translation>À rendre en tout ({parts})</translation>
    </message>
    <message>
        <source>Return asked for</source>
        <translation>Retour demandé</translation>
    </message>
    <message>
        <source>Back on the shelf: {names}.</source>
        <translation>De nouveau en rayon&#x202f;: {names}.</translation>
    </message>
    <message>
        <source>Not on the shelf yet: {names}.</source>
        <translation>Pas encore en rayon&#x202f;: {names}.</translation>
    </message>
    <message>
        <source>Ask the manager: it waits in their “My day”. Give nothing back for this one before it is approved.</source>
        <translation>Prévenez le gérant&#x202f;: la demande est dans sa page «&#x202f;Ma journée&#x202f;». Ne rendez rien pour ce produit avant qu’il l’ait acceptée.</translation>
    </message>
    <message>
        <source>Ask the manager: it waits in their “My day”. Give nothing back before the return is approved.</source>
        <translation>Prévenez le gérant&#x202f;: la demande est dans sa page «&#x202f;Ma journée&#x202f;». Ne rendez rien avant qu’il l’ait acceptée.</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Repris</translation>
    </message>
    <message>
        <source>It is back on the shelf.</source>
        <translation>C’est de nouveau en rayon.</translation>
    </message>
</context>
<context>
    <name>SaleDetailModel</name>
    <message>
        <source>What was sold comes with the connection</source>
        <translation>Le détail arrive avec la connexion</translation>
    </message>
    <message>
        <source>What was sold is on its way…</source>
        <translation>Le détail arrive…</translation>
    </message>
    <message>
        <source>typed by {name}</source>
        <translation>saisie par {name}</translation>
    </message>
    <message>
        <source>Return rejected</source>
        <translation>Retour refusé</translation>
    </message>
    <message>
        <source>On its way to the printer</source>
        <translation>En route vers l’imprimante</translation>
    </message>
</context>
<context>
    <name>SaleDetailPanel</name>
    <message>
        <source>Touch a sale</source>
        <translation>Touchez une vente</translation>
    </message>
    <message>
        <source>Its lines and what can be done show here</source>
        <translation>Ses lignes et ce qu’on peut faire s’affichent ici</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Payé</translation>
    </message>
    <message>
        <source>On this sale</source>
        <translation>Sur cette vente</translation>
    </message>
    <message>
        <source>Touch a return</source>
        <translation>Touchez un retour</translation>
    </message>
    <message>
        <source>Its sale and what can be decided show here</source>
        <translation>Sa vente et ce qui est à décider s’affichent ici</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
</context>
<context>
    <name>SaleFacts</name>
    <message>
        <source>somebody</source>
        <translation>quelqu’un</translation>
    </message>
    <message>
        <source>to be confirmed</source>
        <comment>a transfer</comment>
        <translation>à confirmer</translation>
    </message>
    <message>
        <source>has arrived</source>
        <comment>a transfer</comment>
        <translation>bien reçu</translation>
    </message>
    <message>
        <source>did not arrive</source>
        <comment>a transfer</comment>
        <translation>pas reçu</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Given back</source>
        <translation>Rendu</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Reference {reference}</source>
        <translation>Référence {reference}</translation>
    </message>
    <message>
        <source>No reference</source>
        <translation>Sans référence</translation>
    </message>
    <message>
        <source>To confirm</source>
        <comment>a transfer</comment>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>until {day}</source>
        <translation>jusqu’au {day}</translation>
    </message>
    <message>
        <source>Given up by {name}</source>
        <translation>Abandonnée par {name}</translation>
    </message>
    <message>
        <source>Handed over by {name}</source>
        <translation>Remise par {name}</translation>
    </message>
    <message>
        <source>Change owed: {amount}</source>
        <translation>Monnaie due&#x202f;: {amount}</translation>
    </message>
    <message>
        <source>Code {code}</source>
        <translation>Code {code}</translation>
    </message>
    <message>
        <source>Typed by {name}</source>
        <translation>Saisie par {name}</translation>
    </message>
    <message>
        <source>Typed by {name} for {seller}</source>
        <translation>Saisie par {name} pour {seller}</translation>
    </message>
    <message>
        <source>Sold all the same: allowed by {name}</source>
        <translation>Vendue quand même&#x202f;: autorisée par {name}</translation>
    </message>
    <message>
        <source>Received from this till, offline until then</source>
        <translation>Reçue de ce poste, hors ligne jusque-là</translation>
    </message>
    <message>
        <source>Validated by {name}</source>
        <translation>Validée par {name}</translation>
    </message>
    <message>
        <source>Rejected by {name}: {reason}</source>
        <translation>Refusée par {name}&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>Cancelled by {name}: {reason}</source>
        <translation>Annulée par {name}&#x202f;: {reason}</translation>
    </message>
    <message>
        <source>Withdrawn by {name}</source>
        <translation>Retirée par {name}</translation>
    </message>
    <message>
        <source>{amount} by {operator} have arrived, says {name}</source>
        <translation>{amount} par {operator} bien reçus, selon {name}</translation>
    </message>
    <message>
        <source>{amount} by {operator} did not arrive, says {name}</source>
        <translation>{amount} par {operator} non reçus, selon {name}</translation>
    </message>
    <message>
        <source>{pieces} exchanged by {name}</source>
        <translation>{pieces} échangé par {name}</translation>
    </message>
    <message>
        <source>Return of {pieces} asked for by {name}</source>
        <translation>Retour de {pieces} demandé par {name}</translation>
    </message>
    <message>
        <source>Return of {pieces} rejected by {name}</source>
        <translation>Retour de {pieces} refusé par {name}</translation>
    </message>
    <message>
        <source>Return of {pieces} approved by {name}</source>
        <translation>Retour de {pieces} accepté par {name}</translation>
    </message>
    <message>
        <source>{pieces} back on the shelf, by {name}</source>
        <translation>{pieces} remis en rayon par {name}</translation>
    </message>
    <message>
        <source>{pieces} kept by {name}</source>
        <translation>{pieces} gardé par {name}</translation>
    </message>
    <message>
        <source>{pieces} handed over by {name}</source>
        <translation>{pieces} remis par {name}</translation>
    </message>
    <message>
        <source>{pieces} given up by {name}</source>
        <translation>{pieces} abandonné par {name}</translation>
    </message>
    <message>
        <source>Change of {amount} given by {name}</source>
        <translation>Monnaie de {amount} rendue par {name}</translation>
    </message>
    <message>
        <source>{amount} for the guest</source>
        <translation>{amount} pour le client</translation>
    </message>
</context>
<context>
    <name>SaleHead</name>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n produit</numerusform>
            <numerusform>%n produits</numerusform>
        </translation>
    </message>
    <message>
        <source>Search a product</source>
        <translation>Chercher un produit</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Chercher</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>Ma journée</translation>
    </message>
    <message>
        <source>Lock or change person</source>
        <translation>Verrouiller ou changer de personne</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
</context>
<context>
    <name>SaleModel</name>
    <message>
        <source>Order emptied</source>
        <translation>Commande vidée</translation>
    </message>
    <message>
        <source>Order emptied: give {amount} back</source>
        <translation>Commande vidée&#x202f;: rendez {amount}</translation>
    </message>
    <message>
        <source>Last round added to the order: {items}</source>
        <extracomment>how many pieces were put onto the order that was there already</extracomment>
        <translation>Tournée remise dans la commande&#x202f;: {items}</translation>
    </message>
    <message>
        <source>{received} received, {left} left</source>
        <translation>{received} déjà reçus, reste {left}</translation>
    </message>
    <message>
        <source>Allowed by {name}</source>
        <translation>Autorisée par {name}</translation>
    </message>
    <message>
        <source>Order begun by {before}, taken over by {after}, whose sale it will be.</source>
        <extracomment>two first names: whose order it was when it was put aside, and whose sale it will be</extracomment>
        <translation>Commande commencée par {before}, reprise par {after}, à qui la vente sera comptée.</translation>
    </message>
    <message>
        <source>Order of {time}</source>
        <translation>Commande de {time}</translation>
    </message>
    <message>
        <source>{amount} received</source>
        <translation>{amount} reçus</translation>
    </message>
</context>
<context>
    <name>SaleScreen</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>The bar is loading</source>
        <translation>Le bar se charge</translation>
    </message>
    <message>
        <source>Products show here as soon as they are known</source>
        <translation>Les produits s’affichent dès qu’ils sont connus</translation>
    </message>
    <message>
        <source>No product found</source>
        <translation>Aucun produit trouvé</translation>
    </message>
    <message>
        <source>Check the spelling or look in all categories</source>
        <translation>Vérifiez l’orthographe ou cherchez dans tous les produits</translation>
    </message>
    <message>
        <source>No favourite yet</source>
        <translation>Pas encore de favori</translation>
    </message>
    <message>
        <source>Leave a finger on a product, then touch its star</source>
        <translation>Laissez le doigt sur un produit, puis touchez son étoile</translation>
    </message>
    <message>
        <source>No product here yet</source>
        <translation>Pas encore de produit ici</translation>
    </message>
    <message>
        <source>They show here as soon as the manager adds some</source>
        <translation>Ils s’affichent ici dès que le gérant en ajoute</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Chilled</source>
        <translation>Bien frais</translation>
    </message>
    <message>
        <source>No ice</source>
        <translation>Sans glace</translation>
    </message>
    <message>
        <source>With ice</source>
        <translation>Avec glace</translation>
    </message>
    <message>
        <source>With lemon</source>
        <translation>Avec citron</translation>
    </message>
    <message>
        <source>Two glasses</source>
        <translation>Deux verres</translation>
    </message>
    <message>
        <source>To take away</source>
        <translation>À emporter</translation>
    </message>
    <message>
        <source>How the guest wants it</source>
        <translation>Comment le client le veut</translation>
    </message>
    <message>
        <source>Table {number}</source>
        <translation>Table {number}</translation>
    </message>
    <message>
        <source>Put the order aside</source>
        <translation>Mettre la commande de côté</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Mettre de côté</translation>
    </message>
    <message>
        <source>Sale</source>
        <translation>Vente</translation>
    </message>
    <message>
        <source>Products</source>
        <translation>Produits</translation>
    </message>
    <message>
        <source>Show all products</source>
        <translation>Voir tous les produits</translation>
    </message>
</context>
<context>
    <name>SaleWords</name>
    <message>
        <source>Kept on this till</source>
        <translation>Gardée sur ce poste</translation>
    </message>
    <message>
        <source>Waiting for the manager</source>
        <translation>En attente de validation</translation>
    </message>
    <message>
        <source>Validated</source>
        <translation>Validée</translation>
    </message>
    <message>
        <source>Withdrawn</source>
        <translation>Retirée</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Refusée</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <source>Sold all the same</source>
        <translation>Vendue quand même</translation>
    </message>
    <message>
        <source>Sold offline</source>
        <translation>Faite hors ligne</translation>
    </message>
    <message>
        <source>To confirm</source>
        <comment>a transfer</comment>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>Did not arrive</source>
        <comment>a transfer</comment>
        <translation>Pas reçu</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Return to decide</source>
        <translation>Retour à décider</translation>
    </message>
    <message>
        <source>Return: {amount}</source>
        <translation>Retour&#x202f;: {amount}</translation>
    </message>
    <message>
        <source>Waiting for the manager</source>
        <comment>a return</comment>
        <translation>Attend le gérant</translation>
    </message>
    <message>
        <source>Approved</source>
        <comment>a return</comment>
        <translation>Accepté</translation>
    </message>
    <message>
        <source>Back on the shelf</source>
        <comment>a return</comment>
        <translation>Remis en rayon</translation>
    </message>
    <message>
        <source>Rejected</source>
        <comment>a return</comment>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Kept</source>
        <comment>a bottle</comment>
        <translation>Gardée</translation>
    </message>
    <message>
        <source>Handed over</source>
        <comment>a bottle</comment>
        <translation>Remise</translation>
    </message>
    <message>
        <source>Given up</source>
        <comment>a bottle</comment>
        <translation>Abandonnée</translation>
    </message>
    <message>
        <source>Expired</source>
        <comment>a bottle</comment>
        <translation>Délai passé</translation>
    </message>
    <message>
        <source>To give back</source>
        <comment>change</comment>
        <translation>À rendre</translation>
    </message>
    <message>
        <source>Given back</source>
        <comment>change</comment>
        <translation>Rendue</translation>
    </message>
    <message>
        <source>Void</source>
        <comment>change</comment>
        <translation>Sans objet</translation>
    </message>
    <message>
        <source>Wrong item</source>
        <translation>Mauvais produit</translation>
    </message>
    <message>
        <source>Exchange</source>
        <translation>Échange</translation>
    </message>
    <message>
        <source>Change of mind</source>
        <translation>Le client a changé d’avis</translation>
    </message>
    <message>
        <source>Defective</source>
        <translation>Défectueux</translation>
    </message>
    <message>
        <source>Out of date</source>
        <translation>Périmé</translation>
    </message>
    <message>
        <source>Another reason</source>
        <translation>Autre raison</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>SignInModel</name>
    <message>
        <source>Nobody works in this bar yet.</source>
        <translation>Personne ne travaille encore dans ce bar.</translation>
    </message>
    <message>
        <source>The names show here as soon as the manager adds them.</source>
        <translation>Les noms s’affichent ici dès que le gérant les ajoute.</translation>
    </message>
    <message>
        <source>This till is waiting for the central system for the first time…</source>
        <translation>Ce poste attend le système central pour la première fois…</translation>
    </message>
    <message>
        <source>See that the bar&apos;s computer is on and that this till is on its network. The names show here by themselves; after that the till also works without a connection.</source>
        <translation>Vérifiez que l’ordinateur du bar est allumé et que ce poste est sur son réseau. Les noms s’affichent ici d’eux-mêmes&#x202f;; ensuite, le poste marche aussi sans connexion.</translation>
    </message>
    <message>
        <source>The till locked itself: nobody touched it for {time}.</source>
        <extracomment>{time} is a duration such as &quot;60 seconds&quot; or &quot;5 minutes&quot;</extracomment>
        <translation>La caisse s’est verrouillée toute seule&#x202f;: personne ne l’a touchée pendant {time}.</translation>
    </message>
    <message>
        <source>Nothing is lost: every sale is kept.</source>
        <translation>Rien n’est perdu&#x202f;: toutes les ventes sont gardées.</translation>
    </message>
    <message>
        <source>An order waits: {order}.</source>
        <extracomment>{order} is &quot;3 items · 4 500 F&quot;</extracomment>
        <translation>Une commande attend&#x202f;: {order}.</translation>
    </message>
    <message>
        <source>It is there as soon as somebody signs in.</source>
        <translation>Elle est là dès que quelqu’un s’identifie.</translation>
    </message>
    <message>
        <source>An order waits for {name}: {order}.</source>
        <extracomment>{order} is &quot;3 items · 4 500 F&quot;; {name} is a first name</extracomment>
        <translation>Une commande attend {name}&#x202f;: {order}.</translation>
    </message>
    <message>
        <source>If somebody else signs in, it is put aside as {quoted}.</source>
        <translation>Si quelqu’un d’autre s’identifie, elle est mise de côté sous {quoted}.</translation>
    </message>
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Who is at the till?</source>
        <translation>Qui est au poste&#x202f;?</translation>
    </message>
</context>
<context>
    <name>SoldModel</name>
    <message>
        <source>You can take it back for 10 minutes</source>
        <translation>Vous pouvez la retirer pendant 10 minutes</translation>
    </message>
    <message>
        <source>Cancel it or take a drink back</source>
        <translation>L’annuler ou reprendre une boisson</translation>
    </message>
    <message>
        <source>Return, exchange; only owners cancel</source>
        <translation>Retour ou échange&#x202f;; seul le promoteur l’annule</translation>
    </message>
</context>
<context>
    <name>SoldScreen</name>
    <message>
        <source>Give back</source>
        <translation>À rendre</translation>
    </message>
    <message>
        <source>Taken</source>
        <extracomment>over the amount that was taken: no change goes back</extracomment>
        <translation>Encaissé</translation>
    </message>
    <message>
        <source>Nothing to give back</source>
        <extracomment>the guest gave the amount exactly</extracomment>
        <translation>Rien à rendre</translation>
    </message>
    <message>
        <source>To confirm: {amount}</source>
        <extracomment>beside the change: what came by phone, which nobody has checked yet</extracomment>
        <translation>À confirmer&#x202f;: {amount}</translation>
    </message>
    <message>
        <source>Owed to the guest: {amount}</source>
        <translation>Monnaie due au client&#x202f;: {amount}</translation>
    </message>
    <message>
        <source>Correct this sale…</source>
        <extracomment>a key: something is wrong with the sale that was just made</extracomment>
        <translation>Corriger cette vente…</translation>
    </message>
    <message>
        <source>Nothing to give back. A manager looks for it in the operator’s list.</source>
        <extracomment>some of it came by phone, and nobody has checked it yet</extracomment>
        <translation>Rien à rendre. Un gérant vérifie dans la liste de l’opérateur.</translation>
    </message>
    <message>
        <source>To confirm</source>
        <extracomment>over an amount that is said to have come by phone: nobody has checked it yet</extracomment>
        <translation>À confirmer</translation>
    </message>
    <message>
        <source>Taken, of which {amount} to confirm</source>
        <extracomment>over the amount that was taken</extracomment>
        <translation>Encaissé, dont {amount} à confirmer</translation>
    </message>
    <message>
        <source>Owed to the guest</source>
        <translation>Monnaie due au client</translation>
    </message>
    <message>
        <source>Exchanged, nothing to pay</source>
        <translation>Échangé, rien à payer</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Change owed</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Sold</source>
        <translation>Vendu</translation>
    </message>
    <message>
        <source>What was sold</source>
        <translation>La vente</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Next guest</source>
        <translation>Client suivant</translation>
    </message>
    <message>
        <source>Same again</source>
        <translation>Remettre ça</translation>
    </message>
    <message>
        <source>Same again: the last round</source>
        <translation>Remettre ça&#x202f;: la dernière tournée</translation>
    </message>
    <message>
        <source>Code that the guest keeps</source>
        <translation>Code à garder par le client</translation>
    </message>
</context>
<context>
    <name>StatusModel</name>
    <message>
        <source>Shut out</source>
        <extracomment>by the lamp: the server will not have this till any more</extracomment>
        <translation>Accès fermé</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>En ligne</translation>
    </message>
    <message>
        <source>Slow connection</source>
        <translation>Connexion lente</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Tell the manager.</source>
        <translation>Prévenez le gérant.</translation>
    </message>
    <message>
        <source>Sign in to see more.</source>
        <translation>Identifiez-vous pour en voir plus.</translation>
    </message>
    <message>
        <source>The central system answers.</source>
        <translation>Le système central répond.</translation>
    </message>
    <message>
        <source>The connection is slow; every sale is sent all the same.</source>
        <translation>La connexion est lente&#x202f;; chaque vente part quand même.</translation>
    </message>
    <message>
        <source>The central system does not answer yet.</source>
        <translation>Le système central ne répond pas encore.</translation>
    </message>
    <message>
        <source>An order of {amount} is not paid; it stays on this till.</source>
        <translation>Une commande de {amount} n’est pas payée&#x202f;: elle reste sur ce poste.</translation>
    </message>
    <message>
        <source>Put aside on this till, not paid: {names}.</source>
        <extracomment>{names}: what the orders put aside are called</extracomment>
        <translation>De côté sur ce poste, pas encore payé&#x202f;: {names}.</translation>
    </message>
    <message>
        <source>Locks in {seconds} s</source>
        <translation>Verrouillage dans {seconds}&#xa0;s</translation>
    </message>
    <message>
        <source>All sent: {what}</source>
        <translation>Tout est envoyé&#x202f;: {what}</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>One less</source>
        <translation>Un de moins</translation>
    </message>
    <message>
        <source>One more</source>
        <translation>Un de plus</translation>
    </message>
</context>
<context>
    <name>Sum</name>
    <message>
        <source>Given</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>Montant</translation>
    </message>
    <message>
        <source>Owed to the guest</source>
        <translation>Monnaie due</translation>
    </message>
    <message>
        <source>Still to pay</source>
        <translation>Reste à payer</translation>
    </message>
    <message>
        <source>Give all the change now</source>
        <translation>Rendre toute la monnaie maintenant</translation>
    </message>
    <message>
        <source>To take</source>
        <translation>À encaisser</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>À rendre</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Il manque</translation>
    </message>
    <message>
        <source>Take back {part}</source>
        <translation>Reprendre {part}</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>Touch what the guest gives, or type the amount</source>
        <translation>Touchez ce que le client donne, ou tapez le montant</translation>
    </message>
    <message>
        <source>Change owed</source>
        <extracomment>the bar has no coins now and owes the guest the change</extracomment>
        <translation>Monnaie due</translation>
    </message>
</context>
<context>
    <name>TeamModel</name>
    <message>
        <source>New PIN…</source>
        <translation>Nouveau code…</translation>
    </message>
    <message>
        <source>My PIN…</source>
        <translation>Mon code PIN…</translation>
    </message>
    <message>
        <source>An owner only</source>
        <translation>Un promoteur seulement</translation>
    </message>
    <message>
        <source>{name} keeps the PIN of before</source>
        <translation>{name} garde l’ancien code</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Compris</translation>
    </message>
    <message>
        <source>{name} has a new PIN</source>
        <translation>{name} a un nouveau code</translation>
    </message>
</context>
<context>
    <name>TeamScreen</name>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Somebody has forgotten a PIN, or it was seen? Let them type another one here, twice.</source>
        <translation>Quelqu’un a oublié son code, ou on l’a vu&#x202f;? Faites-lui en taper un autre ici, deux fois.</translation>
    </message>
</context>
<context>
    <name>TextSheet</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
</context>
<context>
    <name>TicketModel</name>
    <message>
        <source>Receipt printed</source>
        <translation>Ticket imprimé</translation>
    </message>
    <message>
        <source>Receipt on its way…</source>
        <translation>Ticket en cours d’impression…</translation>
    </message>
    <message>
        <source>Receipt not printed</source>
        <translation>Ticket non imprimé</translation>
    </message>
    <message>
        <source>Receipt on demand</source>
        <translation>Ticket à la demande</translation>
    </message>
    <message>
        <source>The drawer did not open: open it with its key.</source>
        <translation>Le tiroir ne s’est pas ouvert&#x202f;: ouvrez-le avec sa clé.</translation>
    </message>
    <message>
        <source>Print again</source>
        <comment>the receipt</comment>
        <translation>Réimprimer</translation>
    </message>
    <message>
        <source>Print</source>
        <comment>the receipt</comment>
        <translation>Imprimer</translation>
    </message>
</context>
<context>
    <name>TillWindow</name>
    <message>
        <source>Till {name}</source>
        <extracomment>the window&apos;s title, after the program&apos;s name and before the bar&apos;s</extracomment>
        <translation>Caisse {name}</translation>
    </message>
    <message>
        <source>Till</source>
        <translation>Caisse</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>Operator</source>
        <translation>Opérateur</translation>
    </message>
    <message>
        <source>Reference (optional)</source>
        <translation>Référence (facultative)</translation>
    </message>
    <message>
        <source>Number</source>
        <extracomment>the number that the phone or the bank&apos;s terminal shows</extracomment>
        <translation>Numéro</translation>
    </message>
    <message>
        <source>Type the reference with letters</source>
        <translation>Saisir la référence avec des lettres</translation>
    </message>
    <message>
        <source>Card on the terminal</source>
        <translation>Carte sur le terminal</translation>
    </message>
    <message>
        <source>Validate once the bank has said yes</source>
        <translation>Validez quand la banque a accepté</translation>
    </message>
</context>
<context>
    <name>TransfersModel</name>
    <message>
        <source>Untick all</source>
        <translation>Tout décocher</translation>
    </message>
    <message>
        <source>Tick all</source>
        <translation>Tout cocher</translation>
    </message>
    <message>
        <source>Tick {operator}</source>
        <translation>Cocher {operator}</translation>
    </message>
    <message>
        <source>Untick {operator}</source>
        <translation>Décocher {operator}</translation>
    </message>
    <message>
        <source>None is ticked</source>
        <translation>Aucun n’est coché</translation>
    </message>
    <message>
        <source>The newest are here; the others come as these are confirmed.</source>
        <translation>Voici les plus récents&#x202f;; les autres viennent à mesure que ceux-ci sont confirmés.</translation>
    </message>
    <message>
        <source>Understood</source>
        <translation>Compris</translation>
    </message>
    <message>
        <source>Noted as arrived: {sum}</source>
        <translation>Noté comme reçu&#x202f;: {sum}</translation>
    </message>
    <message>
        <source>No reference</source>
        <translation>Sans référence</translation>
    </message>
    <message>
        <source>ticked</source>
        <comment>a transfer</comment>
        <translation>coché</translation>
    </message>
    <message>
        <source>Not confirmed: {payment}</source>
        <translation>Non confirmé&#x202f;: {payment}</translation>
    </message>
    <message>
        <source>A payment was not confirmed</source>
        <translation>Un paiement n’a pas été confirmé</translation>
    </message>
</context>
<context>
    <name>TransfersSheet</name>
    <message>
        <source>Which of these are in the operator’s list?</source>
        <translation>Lesquels sont dans la liste de l’opérateur&#x202f;?</translation>
    </message>
    <message>
        <source>Transfers</source>
        <translation>Paiements mobiles</translation>
    </message>
    <message>
        <source>They have arrived</source>
        <translation>Bien reçu</translation>
    </message>
</context>
<context>
    <name>UnprintedCard</name>
    <message>
        <source>Print</source>
        <comment>a receipt</comment>
        <translation>Imprimer</translation>
    </message>
    <message>
        <source>Throw away</source>
        <translation>Jeter</translation>
    </message>
</context>
<context>
    <name>UnprintedModel</name>
    <message>
        <source>Receipt thrown away: {title}</source>
        <translation>Ticket jeté&#x202f;: {title}</translation>
    </message>
    <message>
        <source>Receipt on its way…</source>
        <translation>Ticket en cours d’impression…</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Bottle kept</source>
        <translation>Bouteille gardée</translation>
    </message>
</context>
<context>
    <name>UnprintedScreen</name>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Receipts not printed</source>
        <translation>Tickets non imprimés</translation>
    </message>
    <message>
        <source>Print all</source>
        <comment>receipts</comment>
        <translation>Tout imprimer</translation>
    </message>
    <message>
        <source>No receipt waits</source>
        <translation>Aucun ticket n’attend</translation>
    </message>
    <message>
        <source>What a printer could not print waits here</source>
        <translation>Ce qu’une imprimante n’a pas pu imprimer attend ici</translation>
    </message>
</context>
<context>
    <name>VolumeCard</name>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Automatique</translation>
    </message>
</context>
<context>
    <name>WordPad</name>
    <message>
        <source>Capital letter</source>
        <translation>Majuscule</translation>
    </message>
    <message>
        <source>The next letter is a capital</source>
        <translation>Majuscule pour la prochaine lettre</translation>
    </message>
    <message>
        <source>All letters are capitals</source>
        <translation>Majuscules pour toutes les lettres</translation>
    </message>
    <message>
        <source>Accent on the last letter</source>
        <translation>Accent sur la dernière lettre</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Cash</source>
        <translation>Espèces</translation>
    </message>
    <message>
        <source>Mobile money</source>
        <translation>Mobile money</translation>
    </message>
    <message>
        <source>Exchange</source>
        <comment>a way of paying: by goods that came back</comment>
        <translation>Échange</translation>
    </message>
    <message>
        <source>Card</source>
        <comment>bank card</comment>
        <translation>Carte</translation>
    </message>
    <message>
        <source>Return</source>
        <comment>something that was sold comes back</comment>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Exchange</source>
        <comment>an operation</comment>
        <translation>Échange</translation>
    </message>
    <message>
        <source>Decision on a return</source>
        <translation>Décision sur un retour</translation>
    </message>
    <message>
        <source>Bottle kept</source>
        <translation>Bouteille gardée</translation>
    </message>
    <message>
        <source>End of a kept bottle</source>
        <translation>Fin d’une bouteille gardée</translation>
    </message>
    <message>
        <source>Sale taken back</source>
        <translation>Vente retirée</translation>
    </message>
    <message>
        <source>Decision on a sale</source>
        <translation>Décision sur une vente</translation>
    </message>
    <message>
        <source>Change given back</source>
        <translation>Monnaie rendue</translation>
    </message>
</context>
</TS>
