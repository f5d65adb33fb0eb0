# language: fr
@PSC
Fonctionnalité: Rapprocher Pro Santé Connect des comptes du cabinet
  Un professionnel garde un seul compte, quel que soit son moyen de connexion ; ce compte se
  reconnaît à son numéro RPPS, jamais à un nom.

  @PSC-09 @capacite.psc.navigateur @capacite.session.locale
  Scénario: Le même compte par Pro Santé Connect et par le mot de passe
    Étant donné un professionnel dont un compte local connaît le RPPS
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors la session du logiciel est ouverte sur le compte du professionnel
    Et le compte du professionnel garde l'identifiant donné par Pro Santé Connect
    Étant donné que le professionnel s'est déconnecté
    Quand le professionnel ouvre une session avec son compte local
    Alors la session locale est ouverte sur le compte du professionnel

  @PSC-10 @negatif @capacite.psc.navigateur @capacite.session.locale
  Scénario: Aucun compte du cabinet ne connaît le RPPS du professionnel
    Étant donné un professionnel dont aucun compte local ne connaît le RPPS
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors l'action est refusée et le motif est donné
    Et la session du logiciel est fermée
    Et aucun compte local n'est rapproché en silence
    Quand le professionnel ouvre une session avec son compte local
    Alors l'action est acceptée
    Et le compte du professionnel garde l'identifiant donné par Pro Santé Connect
    Étant donné que le professionnel s'est déconnecté
    Quand le professionnel s'identifie avec Pro Santé Connect dans le navigateur
    Alors l'action est acceptée
    Et la session du logiciel est ouverte sur le compte du professionnel
