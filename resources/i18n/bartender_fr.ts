<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
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
        <source>Hold</source>
        <translation>Mettre de côté</translation>
    </message>
    <message>
        <source>Put the order aside</source>
        <translation>Mettre la commande de côté</translation>
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
        <source>Pay</source>
        <translation>Payer</translation>
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
        <source>Offline for {duration} – %n sale(s) ({amount}) kept on this till. Keep selling.</source>
        <extracomment>{duration}: &quot;12 min&quot;; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>Hors ligne depuis {duration} – %n vente ({amount}) gardée sur ce poste. Continuez à vendre.</numerusform>
            <numerusform>Hors ligne depuis {duration} – %n ventes ({amount}) gardées sur ce poste. Continuez à vendre.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Slow connection – %n sale(s) ({amount}) on the way. Keep selling.</source>
        <extracomment>the connection is slow; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>Connexion lente – %n vente ({amount}) en route. Continuez à vendre.</numerusform>
            <numerusform>Connexion lente – %n ventes ({amount}) en route. Continuez à vendre.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing gets through for over 10 min – %n sale(s) ({amount}) kept on this till. Keep selling and tell the manager.</source>
        <extracomment>the connection may be good; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>Rien ne passe depuis plus de 10&#xa0;min – %n vente ({amount}) gardée sur ce poste. Continuez à vendre et prévenez le gérant.</numerusform>
            <numerusform>Rien ne passe depuis plus de 10&#xa0;min – %n ventes ({amount}) gardées sur ce poste. Continuez à vendre et prévenez le gérant.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s) ({amount}) have not been sent yet.</source>
        <extracomment>asked when the till is closed; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>%n vente ({amount}) n’est pas encore envoyée.</numerusform>
            <numerusform>%n ventes ({amount}) ne sont pas encore envoyées.</numerusform>
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
        <source>%n sale(s) waiting · {amount}</source>
        <extracomment>{amount}: &quot;14 500 F&quot;; shown beside the lamp</extracomment>
        <translation>
            <numerusform>%n vente en attente · {amount}</numerusform>
            <numerusform>%n ventes en attente · {amount}</numerusform>
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
        <translation>Liaison lente</translation>
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
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>No.&#xa0;{number}</source>
        <translation>N°&#xa0;{number}</translation>
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
    <name>HelpSheet</name>
    <message>
        <source>Keyboard</source>
        <translation>Clavier</translation>
    </message>
    <message>
        <source>This help</source>
        <translation>Cette aide</translation>
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
        <source>Lock</source>
        <translation>Verrouiller</translation>
    </message>
    <message>
        <source>Pay</source>
        <translation>Payer</translation>
    </message>
    <message>
        <source>Ctrl + Enter</source>
        <translation>Ctrl + Entrée</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>Valider</translation>
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
        <source>6 then Enter</source>
        <translation>6 puis Entrée</translation>
    </message>
    <message>
        <source>Quantity of the last line</source>
        <translation>Quantité, dernière ligne</translation>
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
    <name>ManagerSheet</name>
    <message>
        <source>A manager&apos;s PIN</source>
        <translation>Code PIN d’un gérant</translation>
    </message>
</context>
<context>
    <name>MenuSheet</name>
    <message>
        <source>Day colours</source>
        <translation>Couleurs de jour</translation>
    </message>
    <message>
        <source>Night colours</source>
        <translation>Couleurs de nuit</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>My day</source>
        <translation>Ma journée</translation>
    </message>
    <message>
        <source>Waiting and refused</source>
        <translation>Attente et refus</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnostic</translation>
    </message>
    <message>
        <source>Customer display</source>
        <translation>Écran client</translation>
    </message>
    <message>
        <source>Stock and figures</source>
        <translation>Stock et chiffres</translation>
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
        <source>Size</source>
        <translation>Taille</translation>
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
        <translation>Plus de {product}.</translation>
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
        <source>Plug the stick in again.</source>
        <translation>Rebranchez la clé.</translation>
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
        <source>Card</source>
        <translation>Carte</translation>
    </message>
</context>
<context>
    <name>NumberSheet</name>
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
        <source>Average</source>
        <translation>Moyenne</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>Retours</translation>
    </message>
    <message>
        <source>To be validated</source>
        <translation>À valider</translation>
    </message>
    <message>
        <source>Discrepancies to explain</source>
        <translation>Écarts à expliquer</translation>
    </message>
    <message>
        <source>Change owed to guests</source>
        <translation>Monnaie due aux clients</translation>
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
    <message>
        <source>{count} products</source>
        <translation>{count} produits</translation>
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
        <source>What earned most</source>
        <translation>Meilleures ventes</translation>
    </message>
    <message>
        <source>Search a product</source>
        <translation>Chercher un produit</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
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
        <source>Sales waiting and refused</source>
        <translation>Ventes en attente et refusées</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Refusées</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
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
    <name>Page</name>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
</context>
<context>
    <name>PaymentModel</name>
    <message>
        <source>Exact</source>
        <translation>Exact</translation>
    </message>
    <message>
        <source>Cash, exact</source>
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
    <name>SaleModel</name>
    <message>
        <source>All</source>
        <comment>every category of products</comment>
        <translation>Tout</translation>
    </message>
    <message>
        <source>Allowed by {name}</source>
        <translation>Autorisée par {name}</translation>
    </message>
    <message>
        <source>Order of {time}</source>
        <translation>Commande de {time}</translation>
    </message>
</context>
<context>
    <name>SaleScreen</name>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n produit</numerusform>
            <numerusform>%n produits</numerusform>
        </translation>
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
        <source>No product here yet</source>
        <translation>Pas encore de produit ici</translation>
    </message>
    <message>
        <source>They show here as soon as the manager adds some</source>
        <translation>Ils s’affichent ici dès que le gérant en ajoute</translation>
    </message>
    <message>
        <source>Order emptied</source>
        <translation>Commande vidée</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
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
        <source>Lock or change person</source>
        <translation>Verrouiller ou changer de personne</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menu</translation>
    </message>
    <message>
        <source>Show all products</source>
        <translation>Voir tous les produits</translation>
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
</context>
<context>
    <name>SignInScreen</name>
    <message>
        <source>Who is at the till?</source>
        <translation>Qui est au poste&#x202f;?</translation>
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
        <source>Give back {amount}</source>
        <translation>Rendre {amount}</translation>
    </message>
    <message>
        <source>Owed to the guest: {amount}</source>
        <translation>Monnaie due au client&#x202f;: {amount}</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Reçu</translation>
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
        <source>Left to pay</source>
        <translation>Reste à payer</translation>
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
        <source>Number of the transaction</source>
        <extracomment>the number that the phone or the bank&apos;s terminal shows</extracomment>
        <translation>Numéro de la transaction</translation>
    </message>
    <message>
        <source>Type the reference with letters</source>
        <translation>Saisir la référence avec des lettres</translation>
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
        <source>Card</source>
        <comment>bank card</comment>
        <translation>Carte</translation>
    </message>
</context>
</TS>
