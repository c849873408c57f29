<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Counts</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <extracomment>what is in the cart</extracomment>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s)</source>
        <translation>
            <numerusform>%n sale</numerusform>
            <numerusform>%n sales</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n try(s)</source>
        <extracomment>attempts left to type a PIN: &quot;3 tries&quot;</extracomment>
        <translation>
            <numerusform>%n try</numerusform>
            <numerusform>%n tries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
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
            <numerusform>Offline for {duration} – %n sale ({amount}) kept on this till. Keep selling.</numerusform>
            <numerusform>Offline for {duration} – %n sales ({amount}) kept on this till. Keep selling.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Slow connection – %n sale(s) ({amount}) on the way. Keep selling.</source>
        <extracomment>the connection is slow; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>Slow connection – %n sale ({amount}) on the way. Keep selling.</numerusform>
            <numerusform>Slow connection – %n sales ({amount}) on the way. Keep selling.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing gets through for over 10 min – %n sale(s) ({amount}) kept on this till. Keep selling and tell the manager.</source>
        <extracomment>the connection may be good; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>Nothing gets through for over 10 min – %n sale ({amount}) kept on this till. Keep selling and tell the manager.</numerusform>
            <numerusform>Nothing gets through for over 10 min – %n sales ({amount}) kept on this till. Keep selling and tell the manager.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s) ({amount}) have not been sent yet.</source>
        <extracomment>asked when the till is closed; {amount}: &quot;14 500 F&quot;</extracomment>
        <translation>
            <numerusform>%n sale ({amount}) has not been sent yet.</numerusform>
            <numerusform>%n sales ({amount}) have not been sent yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s)</source>
        <extracomment>everything that a till has written down: sales, returns, counts …</extracomment>
        <translation>
            <numerusform>%n operation</numerusform>
            <numerusform>%n operations</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them not sent</source>
        <extracomment>after &quot;214 operations, &quot;</extracomment>
        <translation>
            <numerusform>%n of them not sent</numerusform>
            <numerusform>%n of them not sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) that this till has not</source>
        <extracomment>what another till&apos;s copy has</extracomment>
        <translation>
            <numerusform>%n operation that this till has not</numerusform>
            <numerusform>%n operations that this till has not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n operation(s) came from a copy.</source>
        <extracomment>from the copy of another till&apos;s journal</extracomment>
        <translation>
            <numerusform>%n operation came from a copy.</numerusform>
            <numerusform>%n operations came from a copy.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read: the copy is damaged.</source>
        <translation>
            <numerusform>%n could not be read: the copy is damaged.</numerusform>
            <numerusform>%n could not be read: the copy is damaged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s) waiting · {amount}</source>
        <extracomment>{amount}: &quot;14 500 F&quot;; shown beside the lamp</extracomment>
        <translation>
            <numerusform>%n sale waiting · {amount}</numerusform>
            <numerusform>%n sales waiting · {amount}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SaleScreen</name>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
</context>
</TS>
